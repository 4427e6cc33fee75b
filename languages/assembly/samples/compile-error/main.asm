        global  _start

_start:
        mov     eax, [rbx
        syscall
