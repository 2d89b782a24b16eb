import { report } from "./report.mjs";

report(() => new Promise((resolve, reject) => {
  const worker = new Worker("/js/pages/in-worker.mjs", { type: "module" });
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
}));
