fn launch {|fuel|
  if (> $fuel 0) {
    echo lift-off
  } else {
    fail 'out of fuel'
  }
}

echo before
launch 0
