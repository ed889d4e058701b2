// Keeps what a server that streams sends, and when, to be sent again in the same
// steps: [[ms since the step before, text], ...].
import { writeFile } from "node:fs/promises";
import http from "node:http";

export function record(port, path, file) {
  return new Promise((resolve, reject) => {
    http.get({ host: "127.0.0.1", port, path, headers: { Accept: "text/html", "Accept-Encoding": "identity" } }, (answer) => {
      if (answer.statusCode !== 200) {
        reject(new Error(`${path}: ${answer.statusCode}`));
        answer.resume();
        return;
      }
      answer.setEncoding("utf8");
      const steps = [];
      let last = performance.now();
      answer.on("data", (text) => {
        const now = performance.now();
        steps.push([steps.length ? Math.round(now - last) : 0, text]);
        last = now;
      });
      answer.on("end", () => resolve(writeFile(file, JSON.stringify(steps))));
      answer.on("error", reject);
    }).on("error", reject);
  });
}
