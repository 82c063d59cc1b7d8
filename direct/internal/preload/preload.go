// Package preload has Node load a file of this package before jsii's runtime. It is
// initialized before jsii is, because it needs no more than jsii's own dependencies do:
// jsii copies the environment when its packages are initialized.
package preload

import (
	_ "embed"
	"hash/fnv"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

//go:embed preload.js
var source string

const variable = "NODE_OPTIONS"

// jsiiOptions are what jsii sets where nobody else does.
const jsiiOptions = "--max-old-space-size=4069"

// Forget puts the environment back, for the programs that this one starts.
var Forget = func() {}

func init() {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" || os.Getenv("JSII_RUNTIME") != "" {
		return
	}
	file, err := write()
	if err != nil {
		return
	}
	user, isSet := os.LookupEnv(variable)
	options := user
	if !isSet {
		options = jsiiOptions
	}
	// The relay would start the kernel with --preserve-symlinks.
	os.Setenv(variable, options+" --preserve-symlinks --require "+quoted(file))
	Forget = func() {
		if isSet {
			os.Setenv(variable, user)
		} else {
			os.Unsetenv(variable)
		}
	}
}

// quoted is a path as NODE_OPTIONS has it:
// https://nodejs.org/docs/latest-v22.x/api/cli.html#node_optionsoptions
func quoted(path string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(path) + `"`
}

// write returns the file in the user's cache that has the source, and makes it if it
// doesn't exist. Programs of other versions have files of their own; one that reads
// the file never sees half of it.
func write() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	directory := filepath.Join(cache, "cdk-privatelink-go")
	hash := fnv.New64a()
	hash.Write([]byte(source))
	file := filepath.Join(directory, "direct-"+strconv.FormatUint(hash.Sum64(), 16)+".js")
	if text, err := os.ReadFile(file); err == nil && string(text) == source {
		return file, nil
	}
	if err := os.MkdirAll(directory, 0o700); err != nil {
		return "", err
	}
	temporary, err := os.CreateTemp(directory, "direct-*.tmp")
	if err != nil {
		return "", err
	}
	defer os.Remove(temporary.Name()) // Gone, once renamed.
	_, err = temporary.WriteString(source)
	if closing := temporary.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(temporary.Name(), file)
	}
	return file, err
}
