package main

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"syscall"

	"go.etcd.io/etcd/server/v3/embed"
)

// runEtcd serves one etcd member on loopback until SIGTERM or SIGINT. Nothing is synced to disk: a test that kills it
// keeps what the operating system holds, and no test outlives the machine.
func runEtcd() int {
	flags := flag.NewFlagSet("etcd", flag.ExitOnError)
	dataDir := flags.String("data-dir", "", "folder of the data")
	clientPort := flags.Int("client-port", 0, "port for clients on 127.0.0.1")
	peerPort := flags.Int("peer-port", 0, "port for peers on 127.0.0.1")
	if err := flags.Parse(os.Args[1:]); err != nil {
		return 2
	}
	server, err := embed.StartEtcd(etcdConfig(*dataDir, *clientPort, *peerPort))
	if err != nil {
		fmt.Fprintln(os.Stderr, "etcd:", err)
		return 1
	}
	defer server.Close()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	select {
	case <-stop:
		return 0
	case err := <-server.Err():
		fmt.Fprintln(os.Stderr, "etcd:", err)
		return 1
	}
}

func etcdConfig(dataDir string, clientPort, peerPort int) *embed.Config {
	config := embed.NewConfig()
	config.Dir = dataDir
	config.UnsafeNoFsync = true
	config.LogLevel = "warn"
	client := loopback(clientPort)
	peer := loopback(peerPort)
	config.ListenClientUrls = []url.URL{client}
	config.AdvertiseClientUrls = []url.URL{client}
	config.ListenPeerUrls = []url.URL{peer}
	config.AdvertisePeerUrls = []url.URL{peer}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	return config
}

func loopback(port int) url.URL {
	return url.URL{Scheme: "http", Host: fmt.Sprintf("127.0.0.1:%d", port)}
}
