import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { corefile, type Ports } from './commands.ts'
import { type PodPace, stagesYaml } from './stages.ts'
import { tokenFile, type Tokens } from './users.ts'

export type FolderOptions = { readonly ports: Ports; readonly tokens: Tokens; readonly pace: PodPace }

/** Makes a new folder with everything that the parts read at their start, kubeconfigs aside, and answers its path. */
export async function makeFolder({ ports, tokens, pace }: FolderOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-control-plane-'))
  const keys = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const files: Readonly<Record<string, string>> = {
    'tokens.csv': tokenFile(tokens),
    'service-account.key': keys.privateKey,
    'service-account.pub': keys.publicKey,
    'stages.yaml': await stagesYaml(pace),
    Corefile: corefile({ folder, ports }),
  }
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text, { mode: 0o600 })))
  return folder
}
