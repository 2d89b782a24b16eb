/** The style sheet's colours, for what is drawn on canvas. Read again when the colour scheme changes. */

type Listener = () => void;

const known = new Map<string, string>();
const listeners = new Set<Listener>();

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  known.clear();
  for (const listener of listeners) listener();
});

/** The value of a custom property such as "--accent". */
export function colour(name: string): string {
  const value = known.get(name) ?? getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  known.set(name, value);
  return value;
}

/** Calls `listener` at each change of the colour scheme, until the returned function is called. */
export function onScheme(listener: Listener): Listener {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
