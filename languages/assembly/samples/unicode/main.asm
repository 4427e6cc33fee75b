; Copies a line, and counts its characters: every byte that does not go on with one begins one.
        global  main
        extern  getline, printf, stdin

        section .rodata
format: db      "naïve 日本語 🎉", 10, "%s%d", 10, 0

        section .bss
line:   resq    1
size:   resq    1

        section .text
main:
        sub     rsp, 8
        lea     rdi, [rel line]
        lea     rsi, [rel size]
        mov     rdx, [rel stdin wrt ..gotpc]
        mov     rdx, [rdx]
        call    getline wrt ..plt
        mov     rsi, [rel line]
        mov     rcx, rsi
        mov     edx, -1                 ; the end of the line is not counted
.next:
        movzx   eax, byte [rcx]
        inc     rcx
        test    al, al
        jz      .print
        and     al, 0b1100_0000
        cmp     al, 0b1000_0000
        je      .next
        inc     edx
        jmp     .next
.print:
        lea     rdi, [rel format]
        xor     eax, eax
        call    printf wrt ..plt
        xor     eax, eax
        add     rsp, 8
        ret

        section .note.GNU-stack noalloc noexec nowrite progbits
