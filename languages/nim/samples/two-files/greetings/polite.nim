func greet*(name: string): string = "Hello, " & name & "!"
