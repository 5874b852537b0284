import { READ_RIGHTS, RESOURCE_NAMES, RESOURCES, type ResourceInfo } from '@slicescope/model'

type Purpose = ResourceInfo['readFor']

const NEEDED_FOR: Readonly<Record<Purpose, string>> = {
  everything: 'everything',
  details: 'zones, pod details, where to search',
  causes: 'causes',
}

const LEASES = ['Leases', 'whether a kubelet or the controller runs; read by `get`, a few per minute'] as const

/** Returns the table of README.md that says what is read from a cluster, by the definitions of the resources. */
export function rightsTable(): string {
  const purposes: readonly Purpose[] = ['everything', 'details', 'causes']
  const rows = [
    ['resource', 'needed for'] as const,
    ...purposes.map(purpose => [namesFor(purpose), NEEDED_FOR[purpose]] as const),
    LEASES,
  ]
  const widths = [0, 1].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const lines = rows.map(row => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`
  return lines.toSpliced(1, 0, rule).join('\n')
}

function namesFor(purpose: Purpose): string {
  return RESOURCE_NAMES.filter(resource => RESOURCES[resource].readFor === purpose)
    .map(resource => RESOURCES[resource].plural)
    .join(', ')
}

/** Returns docs/rbac.yaml: a ClusterRole with exactly the rights that are used, and how to bind it. */
export function rbacYaml(): string {
  const rules = READ_RIGHTS.map(({ apiGroups, resources, verbs }) =>
    [
      `  - apiGroups: ["${apiGroups[0]}"]`,
      `    resources: [${resources.join(', ')}]`,
      `    verbs: [${verbs.join(', ')}]`,
    ].join('\n'),
  )
  return `# Everything that Slicescope reads, and nothing else. Without one of them it says what it cannot tell.
#   kubectl apply -f rbac.yaml
#   kubectl create clusterrolebinding slicescope --clusterrole=slicescope --user=NAME
# For some namespaces only: bind it there with "kubectl create rolebinding" and start Slicescope with --namespace.
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: slicescope
rules:
${rules.join('\n')}
`
}
