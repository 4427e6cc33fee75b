alias greet 'echo "Hello, ${name}\!"'
