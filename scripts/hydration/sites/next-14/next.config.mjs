export default {
  transpilePackages: ["programme"],
  productionBrowserSourceMaps: false,
  // What is built is a test's page: nothing to be linted, typed or optimised.
  eslint: { ignoreDuringBuilds: true },
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  generateBuildId: () => "programme",
};
