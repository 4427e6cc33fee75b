        global  _start

        section .rodata
text:   db      "before", 10
length: equ     $ - text

        section .text
_start:
        mov     eax, 1
        mov     edi, 1
        lea     rsi, [rel text]
        mov     edx, length
        syscall

        xor     ecx, ecx
        div     ecx                     ; divides by zero: SIGFPE
