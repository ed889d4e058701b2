import react from "@astrojs/react";

export default {
  integrations: [react()],
  outDir: `${process.env.OUT}/astro`,
  telemetry: false,
};
