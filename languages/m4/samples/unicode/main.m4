define(`sounds', `naïve 日本語 🎉')dnl
sounds
include(`/dev/stdin')dnl
