include(`greetings.m4')dnl
greet(`Ada')
