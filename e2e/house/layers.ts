import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.ts'

/** Who may import whom; tests included. Whatever is not named here may not be imported. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'packages/model': [],
  'packages/kubernetes': ['model'],
  'packages/graph': ['model', 'kubernetes'],
  'packages/diagnosis': ['model', 'kubernetes', 'graph'],
  'packages/view': ['model', 'kubernetes', 'graph', 'diagnosis'],
  'packages/picture': ['view'],
  'packages/protocol': ['view'],
  'packages/reflector': ['model'],
  'packages/history': ['model'],
  'packages/answers': ['model', 'view', 'protocol', 'history'],
  'packages/demo-cluster': ['model', 'kubernetes'],
  'apps/server': [
    'model',
    'kubernetes',
    'graph',
    'diagnosis',
    'view',
    'picture',
    'protocol',
    'reflector',
    'history',
    'answers',
    'demo-cluster',
  ],
  'apps/web': ['protocol', 'view', 'picture', 'answers'],
  e2e: [
    'model',
    'kubernetes',
    'graph',
    'diagnosis',
    'view',
    'picture',
    'protocol',
    'reflector',
    'history',
    'answers',
    'demo-cluster',
    'server',
    'control-plane',
  ],
  'e2e/control-plane': ['model'],
}

/** The page's rooms from the bottom up: each may import only those before it. Files beside the rooms may import all. */
const ROOMS = [
  'styles',
  'jsx',
  'store',
  'session',
  'stream',
  'url',
  'recording',
  'theme',
  'words',
  'state',
  'controls',
  'drawing',
  'questions',
  'yaml',
  'list',
  'inspector',
  'verdict',
  'time',
  'graph',
  'share',
  'keys',
  'overview',
  'palette',
  'table',
  'top',
  'app',
]
const ROOM = /^apps\/web\/src\/([a-z]+)\//

const IMPORT = /(?:^(?:import|export|\})[^'"\n]*\bfrom\s*|\bimport\s*\(\s*|^import\s+)(['"])([^'"\n]+)\1/gm

/** Every import that the table forbids or a manifest does not declare, as `file: sentence`. */
export function findLayerViolations(): readonly string[] {
  return Object.entries(LAYERS).flatMap(([folder, allowed]) => {
    const declared = declaredDependencies(folder)
    return sourceFiles(folder).flatMap(file =>
      importsOf(file).flatMap(specifier => violation({ folder, file, specifier, allowed, declared })),
    )
  })
}

function sourceFiles(folder: string): readonly string[] {
  const all = globSync(`${folder}/**/*.{ts,tsx,mts,mjs}`, {
    cwd: ROOT,
    exclude: path => /node_modules|dist$/.test(path),
  })
  return folder === 'e2e' ? all.filter(file => !file.startsWith('e2e/control-plane/')) : all
}

function importsOf(file: string): readonly string[] {
  return [...readFileSync(join(ROOT, file), 'utf8').matchAll(IMPORT)].map(match => match[2] ?? '')
}

function declaredDependencies(folder: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const path of ['package.json', join(folder, 'package.json')]) {
    if (!existsSync(join(ROOT, path))) continue
    const manifest: Record<string, Record<string, string> | undefined> = JSON.parse(
      readFileSync(join(ROOT, path), 'utf8'),
    )
    for (const field of ['dependencies', 'devDependencies'])
      for (const name of Object.keys(manifest[field] ?? {})) names.add(name)
  }
  return names
}

interface Import {
  readonly folder: string
  readonly file: string
  readonly specifier: string
  readonly allowed: readonly string[]
  readonly declared: ReadonlySet<string>
}

function violation({ folder, file, specifier, allowed, declared }: Import): readonly string[] {
  if (specifier.startsWith('node:') || specifier.includes('${')) return []
  if (specifier.startsWith('.')) {
    const target = join(file, '..', specifier)
    return target.startsWith(`${folder}/`)
      ? upwardImport(file, target)
      : [`${file}: reaches out of its package to ${target}; import the package instead`]
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  if (!declared.has(name)) return [`${file}: imports ${name}, which ${folder}/package.json does not declare`]
  const inner = /^@slicescope\/(.+)$/.exec(name)?.[1]
  if (inner === undefined || allowed.includes(inner)) return []
  return [`${file}: ${folder} may not import ${inner}; the table stands in e2e/house/layers.ts`]
}

function upwardImport(file: string, target: string): readonly string[] {
  const [from, to] = [file, target].map(path => ROOM.exec(path)?.[1])
  if (from === undefined || to === undefined) return []
  const unknown = [from, to].find(room => !ROOMS.includes(room))
  if (unknown !== undefined) return [`${file}: the room ${unknown} has no place in ROOMS of e2e/house/layers.ts`]
  if (ROOMS.indexOf(to) <= ROOMS.indexOf(from)) return []
  return [`${file}: ${from}/ imports upward from ${to}/; the order of the rooms is ROOMS in e2e/house/layers.ts`]
}
