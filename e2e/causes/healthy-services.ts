import {
  type Api,
  type Json,
  makeDaemonSet,
  makeDeployment,
  makeService,
  makeSlice,
  makeStatefulSet,
} from '@slicescope/control-plane'

/** A Service with nothing wrong, and the workload behind it as kubectl names it; null for one that has none. */
export interface HealthyService {
  readonly name: string
  readonly workload: string | null
}

type Make = (api: Api, at: { readonly namespace: string; readonly name: string }) => Promise<string | null>

const PORT: Json = { name: 'http', port: 80, targetPort: 8080 }
const NAMED: Json = { name: 'http', port: 80, targetPort: 'web' }
const CONTAINER_PORT: Json = { name: 'web', containerPort: 8080 }

function deploymentBehind(spec: Json, ports: readonly Json[] = [PORT], replicas = 2): Make {
  return async (api, at) => {
    await makeService(api, { ...at, ports, spec })
    await makeDeployment(api, { ...at, replicas, pods: { ports: [CONTAINER_PORT] } })
    return `deployment/${at.name}`
  }
}

/** A cloud's controller would write the address of a load balancer; here the test does. */
const loadBalancer: Make = async (api, at) => {
  const workload = await deploymentBehind({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' })(api, at)
  await api.patch(`/api/v1/namespaces/${at.namespace}/services/${at.name}/status`, {
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } },
  })
  return workload
}

const statefulSet: Make = async (api, at) => {
  await makeService(api, { ...at, headless: true })
  await makeStatefulSet(api, { ...at, replicas: 2 })
  return `statefulset/${at.name}`
}

const bootstrapped: Make = async (api, at) => {
  await makeService(api, { ...at, headless: true, spec: { publishNotReadyAddresses: true } })
  await makeStatefulSet(api, { ...at, replicas: 3 })
  return `statefulset/${at.name}`
}

const daemonSet: Make = async (api, at) => {
  await makeService(api, { ...at, spec: { internalTrafficPolicy: 'Local' } })
  await makeDaemonSet(api, at)
  return `daemonset/${at.name}`
}

const byHand: Make = async (api, at) => {
  await makeService(api, { ...at, selector: null })
  await makeSlice(api, { ...at, name: `${at.name}-1`, service: at.name, endpoints: [{ addresses: ['198.51.100.7'] }] })
  return null
}

const elsewhere: Make = async (api, at) => {
  await makeService(api, { ...at, spec: { type: 'ExternalName', externalName: 'db.example.com' } })
  return null
}

const KINDS: readonly Make[] = [
  deploymentBehind({}),
  deploymentBehind({}, [NAMED]),
  deploymentBehind({ type: 'NodePort' }),
  deploymentBehind({ ipFamilyPolicy: 'RequireDualStack' }),
  deploymentBehind({ trafficDistribution: 'PreferClose' }, [PORT], 3),
  deploymentBehind({ sessionAffinity: 'ClientIP' }, [NAMED, { name: 'dns', protocol: 'UDP', port: 53 }]),
  deploymentBehind({}, [PORT], 1),
  loadBalancer,
  statefulSet,
  bootstrapped,
  byHand,
  elsewhere,
]

/** Makes `count` Services of every kind in turn, side by side; one of them, `agents`, is a DaemonSet's on every Node. */
export async function makeHealthyServices(
  api: Api,
  { namespace, count }: { readonly namespace: string; readonly count: number },
): Promise<readonly HealthyService[]> {
  const names = Array.from({ length: count - 1 }, (_, at) => `well-${at}`)
  const made = names.map(async (name, at): Promise<HealthyService> => {
    const make = KINDS[at % KINDS.length] ?? byHand
    return { name, workload: await make(api, { namespace, name }) }
  })
  const agents = daemonSet(api, { namespace, name: 'agents' }).then(workload => ({ name: 'agents', workload }))
  return Promise.all([...made, agents])
}
