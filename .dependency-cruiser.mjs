/** Folders of src/, top to bottom: a file imports from its own folder and from those above it. */
export const LAYERS = [
  'base',
  'store',
  'activity',
  'query',
  'ledger',
  'detect',
  'cases',
  'gate',
  'inspect',
  'mark',
  'posture',
  'simulate',
  'exercise',
  'server',
  'cli',
]

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const layerRules = LAYERS.slice(0, -1).map((layer, at) => ({
  name: `${layer}-imports-only-from-above`,
  comment: `src/${layer} may import from itself${at === 0 ? '' : ` and from ${LAYERS.slice(0, at).join(', ')}`}; move what is shared up, or the caller down.`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: `^src/(${LAYERS.slice(at + 1).join('|')})/` },
}))

const TESTS = '\\.test\\.ts$'
const RUN_BY_TOOLS = [
  '^src/cli/main\\.ts$',
  '^console/vite\\.config\\.ts$',
  '^console/src/main\\.tsx$',
  '\\.d\\.ts$',
]

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layerRules,
    {
      name: 'src-is-layers',
      comment:
        'Every file of src/ lies in a folder of the list in .dependency-cruiser.mjs; a new layer is added there.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${LAYERS.join('|')})/` },
      to: {},
    },
    {
      name: 'nobody-imports-from-outside-the-house',
      comment:
        'console/, bench/ and test/ are readers of src/: nothing may depend on them, but that bench/ starts the servers of test/support, reads the same corpora and makes the same grids.',
      severity: 'error',
      from: { path: '^(src|console|bench|test)/', pathNot: TESTS },
      to: {
        path: '^(console|bench|test)/',
        pathNot: ['^$1/', '^test/support/(clickhouse-nodes|kusto-|made-up-grid)'],
      },
    },
    {
      name: 'tests-share-only-test-support',
      comment:
        'A test beside the code is a test too: it may use test/support, and nothing else from outside.',
      severity: 'error',
      from: { path: `^(src|console|bench|test)/.*${TESTS}` },
      to: { path: '^(console|bench|test)/', pathNot: ['^$1/', '^test/support/'] },
    },
    {
      name: 'console-takes-shapes-only',
      comment:
        'The console speaks to the server over HTTP; it shares only the shapes of cases, signals, the register and health.',
      severity: 'error',
      from: { path: '^console/' },
      to: {
        path: '^src/',
        pathNot: '^src/(cases|detect|activity/health|activity/directory/register|server/health)',
      },
    },
    {
      name: 'console-takes-types-only',
      comment: 'Use `import type`: code of src/ runs beside the engine and must not reach the browser.',
      severity: 'error',
      from: { path: '^console/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      comment:
        'Files that import each other are one concept: put what both need above both. Types may hold each other, as the nodes of a tree do.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      comment: 'A file nobody imports and that imports nothing is not used.',
      severity: 'error',
      from: { orphan: true, pathNot: [TESTS, ...RUN_BY_TOOLS] },
      to: {},
    },
    {
      name: 'resolvable',
      comment: 'The import leads nowhere: install the package or correct the path.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
