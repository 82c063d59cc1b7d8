package snapshot

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	// Validation must be off before jsii starts.
	_ "github.com/cdk-privatelink/cdk-privatelink-go/novalidation"
)

// NewApp makes an app for a test, with feature flags or other context if any is
// given. It writes to a directory of the test's, and leaves out what no template
// needs. Parallel tests wait until it is synthesized by a function of this package,
// or until the test has ended.
func NewApp(t testing.TB, context map[string]any) awscdk.App {
	t.Helper()
	acquire(t)
	lean := map[string]any{"aws:cdk:disable-creation-stack-traces": true}
	maps.Copy(lean, context)
	directory := t.TempDir()
	app := awscdk.NewApp(&awscdk.AppProps{
		Context:            &lean,
		Outdir:             &directory,
		AnalyticsReporting: jsii.Bool(false),
		TreeMetadata:       jsii.Bool(false),
	})
	apps.Store(app, &ownApp{directory: directory})
	t.Cleanup(func() { apps.Delete(app) })
	return app
}

// ownApp is what is known of an app that was made here, without asking jsii.
type ownApp struct {
	directory string
	// made is nil until it is synthesized.
	made *synthesis
}

// apps are those that NewApp made for tests that haven't ended.
var apps sync.Map

// ownAppOf is what is known of an app of NewApp; nil for other constructs.
func ownAppOf(scope constructs.Construct) *ownApp {
	known, _ := apps.Load(scope)
	own, _ := known.(*ownApp)
	return own
}

// jsii takes one call at a time: one test holds the lock, by its name, from its
// app's making to its synthesis. Tests below it may use jsii as well.
var (
	lock   sync.Mutex
	holder string
)

// patience is how long a test waits for another one to be done with jsii.
const patience = 2 * time.Minute

// acquire waits until no other test uses jsii.
func acquire(t testing.TB) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(2 * time.Millisecond) {
		by, ok := tryAcquire(t)
		if ok {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("snapshot: waited %v for %s, which has an app and hasn't asked for its templates; call t.Parallel before NewApp or BothWorlds, not after", patience, by)
		}
	}
}

func tryAcquire(t testing.TB) (by string, ok bool) {
	lock.Lock()
	defer lock.Unlock()
	if holder != "" && t.Name() != holder && !strings.HasPrefix(t.Name(), holder+"/") {
		return holder, false
	}
	if holder == "" {
		holder = t.Name()
		t.Cleanup(func() { release(t) })
	}
	return holder, true
}

// release lets others use jsii, if this test has kept them from it.
func release(t testing.TB) {
	lock.Lock()
	defer lock.Unlock()
	if holder == t.Name() {
		holder = ""
	}
}

// Main runs a package's tests, and ends the process as they did:
//
//	func TestMain(m *testing.M) { snapshot.Main(m) }
//
// It fails for golden templates that belong to no stack, or to no test, any more.
// It stops jsii, but for the first time on a machine only once jsii's
// index of the CDK is written: without it, each short run takes a second more.
func Main(m *testing.M) {
	code := m.Run()
	if code == 0 {
		code = reportOrphans(os.Stderr, hasRunAll())
	}
	prime()
	jsii.Close()
	os.Exit(code)
}

// started is when the process did, or a little later.
var started = time.Now()

// prime waits for the index that jsii writes beside the CDK's assembly in its
// package cache, while the process lives: three seconds at most.
func prime() {
	for range 30 {
		if !lacksIndex() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// lacksIndex reports whether an entry of jsii's package cache that this process
// has used has no index.
func lacksIndex() bool {
	root := os.Getenv("JSII_RUNTIME_PACKAGE_CACHE_ROOT")
	if root == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return false
		}
		root = filepath.Join(cache, "aws", "jsii", "package-cache")
	}
	entries, _ := filepath.Glob(filepath.Join(root, "aws-cdk-lib", "*", "*", ".jsii-runtime-package-cache"))
	for _, entry := range entries { // jsii touches it at each use.
		used, err := os.Stat(entry)
		if err != nil || used.ModTime().Before(started.Add(-time.Second)) {
			continue
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(entry), ".jsii.runtime.v1.json")); err != nil {
			return true
		}
	}
	return false
}
