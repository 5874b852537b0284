package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sort"

	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/kubernetes/pkg/proxy"
	"k8s.io/kubernetes/pkg/proxy/apis"
)

// proxyAnswer is what clients on one node reach through one port of a Service in one IP family; nil where the port is
// not exposed that way.
type proxyAnswer struct {
	Node             string       `json:"node"`
	Namespace        string       `json:"namespace"`
	Service          string       `json:"service"`
	Port             string       `json:"port"`
	Protocol         v1.Protocol  `json:"protocol"`
	Family           v1.IPFamily  `json:"family"`
	Internal         *destination `json:"internal"`
	External         *destination `json:"external"`
	ExternalFromPods *destination `json:"externalFromPods"`
}

// destination has either answers ("ip:port", sorted) or, with none, what happens to the packet: REJECT or DROP.
type destination struct {
	Answers []string `json:"answers,omitempty"`
	None    string   `json:"none,omitempty"`
}

// clusterObjects is what kube-proxy would be told, after the filters of cmd/kube-proxy/app/server.go.
type clusterObjects struct {
	nodes    []v1.Node
	services []v1.Service
	slices   []discovery.EndpointSlice
}

// runProxyAnswers prints as JSON what kube-proxy's own code decides for every node, family and Service port.
func runProxyAnswers() int {
	flags := flag.NewFlagSet("kube-proxy-answers", flag.ExitOnError)
	kubeconfig := flags.String("kubeconfig", "", "path of the kubeconfig")
	if err := flags.Parse(os.Args[1:]); err != nil {
		return 2
	}
	objects, err := listForProxy(context.Background(), *kubeconfig)
	if err != nil {
		fmt.Fprintln(os.Stderr, "kube-proxy-answers:", err)
		return 1
	}
	answers := []proxyAnswer{}
	for _, node := range objects.nodes {
		for _, family := range []v1.IPFamily{v1.IPv4Protocol, v1.IPv6Protocol} {
			answers = append(answers, answersOn(node, family, objects)...)
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		fmt.Fprintln(os.Stderr, "kube-proxy-answers:", err)
		return 1
	}
	return 0
}

func listForProxy(ctx context.Context, kubeconfig string) (*clusterObjects, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	nodes, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	services, err := client.CoreV1().Services("").List(ctx, metav1.ListOptions{
		LabelSelector: "!" + apis.LabelServiceProxyName,
		FieldSelector: "spec.clusterIP!=" + v1.ClusterIPNone,
	})
	if err != nil {
		return nil, err
	}
	slices, err := client.DiscoveryV1().EndpointSlices("").List(ctx, metav1.ListOptions{LabelSelector: "!" + v1.IsHeadlessService})
	if err != nil {
		return nil, err
	}
	return &clusterObjects{nodes: nodes.Items, services: services.Items, slices: slices.Items}, nil
}

func answersOn(node v1.Node, family v1.IPFamily, objects *clusterObjects) []proxyAnswer {
	serviceChanges := proxy.NewServiceChangeTracker(family, nil, nil)
	for i := range objects.services {
		serviceChanges.Update(nil, &objects.services[i])
	}
	endpointChanges := proxy.NewEndpointsChangeTracker(family, node.Name, nil, nil)
	for i := range objects.slices {
		endpointChanges.EndpointSliceUpdate(&objects.slices[i], false)
	}
	ports := make(proxy.ServicePortMap)
	ports.Update(serviceChanges)
	endpoints := make(proxy.EndpointsMap)
	endpoints.Update(endpointChanges)

	answers := make([]proxyAnswer, 0, len(ports))
	for name, port := range ports {
		answer := decide(port, endpoints[name], node)
		answer.Node, answer.Family = node.Name, family
		answer.Namespace, answer.Service, answer.Port, answer.Protocol = name.Namespace, name.Name, name.Port, name.Protocol
		answers = append(answers, answer)
	}
	sort.Slice(answers, func(a, b int) bool { return answers[a].key() < answers[b].key() })
	return answers
}

// decide turns the categories into what the rules of pkg/proxy/iptables/proxier.go do: nobody anywhere is REJECT,
// nobody on this node under a Local policy is DROP, and a pod of this node that calls an external address under a
// Local policy is served as if the policy were Cluster.
func decide(port proxy.ServicePort, endpoints []proxy.Endpoint, node v1.Node) proxyAnswer {
	cluster, local, _, anywhere := proxy.CategorizeEndpoints(endpoints, port, node.Name, node.Labels)
	choose := func(localOnly bool) *destination {
		switch {
		case !anywhere:
			return &destination{None: "REJECT"}
		case localOnly && len(local) == 0:
			return &destination{None: "DROP"}
		case localOnly:
			return &destination{Answers: addresses(local)}
		default:
			return &destination{Answers: addresses(cluster)}
		}
	}
	answer := proxyAnswer{Internal: choose(port.InternalPolicyLocal())}
	if port.ExternallyAccessible() {
		answer.External = choose(port.ExternalPolicyLocal())
		answer.ExternalFromPods = choose(false)
	}
	return answer
}

func addresses(endpoints []proxy.Endpoint) []string {
	list := make([]string, 0, len(endpoints))
	for _, endpoint := range endpoints {
		list = append(list, endpoint.String())
	}
	sort.Strings(list)
	return list
}

func (answer proxyAnswer) key() string {
	return fmt.Sprintf("%s/%s/%s/%s", answer.Namespace, answer.Service, answer.Port, answer.Protocol)
}
