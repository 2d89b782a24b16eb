// The app lies in a build folder of the repository, whose node_modules have Next.
const root = process.env.MEMBERVIEW_ROOT;

export default { turbopack: { root }, outputFileTracingRoot: root, typescript: { ignoreBuildErrors: true } };
