import { makeDeployment, makeService, setPodStatus } from '@slicescope/control-plane'
import { type LateCause, SERVICE } from './cause.ts'
import { listed, makeStillPod, running } from './still-pods.ts'

/** What shows only to a server that has watched. */
export const WATCHED_CAUSES: readonly LateCause[] = [
  {
    code: 'SC-B9',
    name: 'selector-edited',
    causeCertainty: 'likely',
    comesFirst: true,
    says: 'Likely: selector was edited. The selector was app=web, which matches 2 pods in selector-edited; it is app=checkout now',
    shows: /f:selector:[^]*app: checkout/,
    prepare: async ({ api, namespace }) => {
      await makeService(api, { namespace, name: SERVICE })
      await makeDeployment(api, { namespace, name: 'web', replicas: 2 })
    },
    plant: async ({ api, namespace }, sees) => {
      await sees(2)
      await api.patch(`/api/v1/namespaces/${namespace}/services/${SERVICE}`, {
        spec: { selector: { app: 'checkout' } },
      })
    },
  },
  {
    code: 'SC-B9',
    name: 'pod-relabelled',
    causeCertainty: 'likely',
    comesFirst: true,
    says: 'Likely: pod labels were edited. 1 pod matched app=web until its labels were edited',
    shows: /selector:\n +app: web/,
    prepare: async site => {
      await makeService(site.api, { namespace: site.namespace, name: SERVICE })
      await makeStillPod(site, { ips: ['10.99.120.1'] })
      await listed(site, 1)
    },
    plant: async ({ api, namespace }, sees) => {
      await sees(1)
      await api.patch(`/api/v1/namespaces/${namespace}/pods/web-0`, { metadata: { labels: { app: 'in-quarantine' } } })
    },
  },
  {
    code: 'SC-G6',
    name: 'comes-and-goes',
    causeCertainty: 'likely',
    comesFirst: false,
    says: 'became Ready and not Ready again 2 times in the last 10 min (web-0)',
    shows: /web-0 .*Running/,
    isEndless: true,
    prepare: async site => {
      await makeService(site.api, { namespace: site.namespace, name: SERVICE })
      await makeStillPod(site, { ips: ['10.99.120.2'], ready: false })
      await makeStillPod(site, { name: 'web-1', ips: ['10.99.120.3'] })
      await listed(site, 2)
    },
    plant: async ({ api, namespace }, sees) => {
      await sees(1)
      for (const ready of [true, false, true, false, true]) {
        const status = { containerStatuses: [running('main', { ready })] }
        await setPodStatus(api, { namespace, name: 'web-0' }, { ready, status })
        await sees(ready ? 2 : 1)
      }
    },
  },
]
