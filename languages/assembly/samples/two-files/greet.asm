%include "system.inc"

        global  greet

        section .rodata
before: db      "Hello, "
.size:  equ     $ - before
after:  db      "!", 10
.size:  equ     $ - after

        section .text
; greet(name, length)
greet:
        push    rdi
        push    rsi
        lea     rcx, [rel before]
        print   rcx, before.size
        pop     rdx
        pop     rcx
        print   rcx, rdx
        lea     rcx, [rel after]
        print   rcx, after.size
        ret
