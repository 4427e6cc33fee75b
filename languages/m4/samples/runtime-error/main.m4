before
include(`rocket.m4')dnl
