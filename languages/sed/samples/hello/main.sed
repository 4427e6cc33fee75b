s/.*/Hello, &!/
