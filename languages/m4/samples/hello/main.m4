define(`greet', `Hello, $1!')dnl
greet(`World')
