function greet --argument-names name
    echo "Hello, $name!"
end
