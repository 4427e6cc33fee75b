#!/bin/sh
# run.sh BUILD SECONDS TARGET...: fuzzes each target for that long, and says how it went.
build=$1 seconds=$2
shift 2
passed=0 failed=0
mkdir -p "$build/fuzz-findings"
for target; do
	mkdir -p "$build/fuzz-work/$target"
	# What is found new is kept aside, so that the checkout stays as it is.
	if "$build/fuzz-$target" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1 \
		-artifact_prefix="$build/fuzz-findings/$target-" "$build/fuzz-work/$target" "fuzz/corpus/$target" 2>"$build/fuzz-$target.log"; then
		echo "ok - $target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/fuzz-$target.log") inputs in $seconds s"
		passed=$((passed + 1))
	else
		tail -n 40 "$build/fuzz-$target.log"
		echo "not ok - $target: the input is in native/$build/fuzz-findings"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
