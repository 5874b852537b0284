import { spawn } from 'node:child_process'

export type KubectlOptions = {
  readonly kubeconfig?: string
  /** Standard input, as for `create -f -`. */
  readonly input?: string
  readonly signal?: AbortSignal
}

export type KubectlResult = { readonly code: number; readonly stdout: string; readonly stderr: string }

export type KubectlContext = {
  readonly program: string
  readonly kubeconfig: string
  /** Takes kubectl's discovery cache. */
  readonly folder: string
}

/** Runs the real kubectl and answers what it said; a code other than 0 is no throw. */
export function runKubectl(
  context: KubectlContext,
  arguments_: readonly string[],
  options: KubectlOptions = {},
): Promise<KubectlResult> {
  const child = spawn(context.program, ['kubectl', ...arguments_], {
    cwd: context.folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: context.folder,
      KUBECONFIG: options.kubeconfig ?? context.kubeconfig,
      KUBECACHEDIR: `${context.folder}/kubectl-cache`,
    },
    stdio: 'pipe',
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  return new Promise((resolve, reject) => {
    child.once('error', error => (error.name === 'AbortError' ? undefined : reject(error)))
    child.once('close', code => resolve({ code: code ?? 137, stdout, stderr }))
  })
}
