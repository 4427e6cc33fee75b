set -eu
echo before
rocket --launch
echo after
