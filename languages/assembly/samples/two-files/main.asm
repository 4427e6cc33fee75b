%include "system.inc"

        global  _start
        extern  greet

        section .rodata
name:   db      "Ada"
length: equ     $ - name

        section .text
_start:
        lea     rdi, [rel name]
        mov     esi, length
        call    greet
        exit    0
