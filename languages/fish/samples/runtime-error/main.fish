echo before
rocket --launch
