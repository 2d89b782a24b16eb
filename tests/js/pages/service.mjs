import { report } from "./report.mjs";

report(async () => {
  await navigator.serviceWorker.register("/built/service/worker.js", { scope: "/built/service/" });
  const registration = await navigator.serviceWorker.getRegistration("/built/service/");
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data);
    worker.postMessage("answer", [port2]);
  });
});
