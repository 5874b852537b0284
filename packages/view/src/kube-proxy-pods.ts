/** Where kube-proxy runs, if it runs as pods. */
export const PROXY_NAMESPACE = 'kube-system'
