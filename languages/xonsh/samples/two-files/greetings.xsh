def greet(name):
    echo @(f"Hello, {name}!")
