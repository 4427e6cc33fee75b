(load "greetings.lsp")
(greet "Ada")
