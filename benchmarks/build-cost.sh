#!/usr/bin/env bash
# What importing constructs/privatelink, and constructs/privatelinkfunctions besides, adds to
# the build of an app that imports awsec2 and awselasticloadbalancingv2: cold (only the standard library and
# jsii-runtime-go are in the cache), relinked, and in size; and of which packages.
set -euo pipefail
cd "$(dirname "$0")"
export GOCACHE
GOCACHE=$(mktemp -d)
binaries=$(mktemp -d)
trap 'chmod -R u+w "$GOCACHE"; rm -rf "$GOCACHE" "$binaries"' EXIT

for round in 1 2; do
	for app in base ours functions; do
		go clean -cache
		go build std github.com/aws/jsii-runtime-go
		TIMEFORMAT="$app, cold: %R s, %U + %S CPU-s"
		time go build -o "$binaries/$app" "./build/$app"
		rm "$binaries/$app"
		TIMEFORMAT="$app, relinked: %R s, %U + %S CPU-s"
		time go build -o "$binaries/$app" "./build/$app"
	done
done
for app in base ours functions; do
	echo "$app: $(stat -c %s "$binaries/$app") bytes, $(go list -deps "./build/$app" | grep -c aws-cdk-go) packages of the CDK"
done
for app in ours functions; do
	diff <(go list -deps ./build/base | sort) <(go list -deps "./build/$app" | sort) | grep '^>' || true
done
