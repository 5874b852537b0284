import { runCommand } from './run-command.ts'

const MOST = 72
const PREFIX = /^(?:feat|fix|docs|test|refactor|perf|chore|build|ci|style|revert)(?:\([a-z0-9-]+\))?!?: \S/

/** Returns what is wrong with a commit subject; '' for nothing. */
export function oddSubject(subject: string): string {
  if (!PREFIX.test(subject)) return `write it as "feat(package): explain ...": ${subject}`
  if (subject.length > MOST) return `${subject.length} characters, at most ${MOST}: ${subject}`
  return ''
}

export interface SubjectCheck {
  /** What was not checked, and why; '' if all was checked. */
  readonly note: string
  readonly wrong: readonly string[]
}

/** Checks the subjects of commits that the remote's main does not have. Without git or a remote it checks nothing. */
export async function checkSubjects(): Promise<SubjectCheck> {
  const remote = await git('rev-parse', '--verify', '--quiet', 'refs/remotes/origin/main')
  if (remote.code !== 0) return { note: 'no commit checked: there is no origin/main', wrong: [] }
  const { code, output } = await git('log', '--no-merges', '--format=%h %s', `${remote.output.trim()}..HEAD`)
  if (code !== 0) return { note: 'no commit checked: git cannot list them', wrong: [] }
  const commits = output.split('\n').filter(line => line !== '')
  return { note: '', wrong: commits.flatMap(oddCommit) }
}

function oddCommit(line: string): readonly string[] {
  const [hash = '', ...words] = line.split(' ')
  const odd = oddSubject(words.join(' '))
  return odd === '' ? [] : [`${hash}: ${odd}`]
}

function git(...args: readonly string[]) {
  return runCommand('git', args, { quiet: true })
}
