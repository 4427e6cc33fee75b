; Linked with the C library, because it has a main.
        global  main
        extern  scanf, printf

        section .rodata
input:  db      "%ld", 0
output: db      "%ld numbers, sum %ld", 10, 0

        section .text
main:
        push    rbx                     ; how many
        push    r12                     ; their sum
        sub     rsp, 24
        xor     ebx, ebx
        xor     r12d, r12d
.next:
        lea     rdi, [rel input]
        lea     rsi, [rsp + 8]
        xor     eax, eax
        call    scanf wrt ..plt
        cmp     eax, 1
        jne     .print
        inc     rbx
        add     r12, [rsp + 8]
        jmp     .next
.print:
        lea     rdi, [rel output]
        mov     rsi, rbx
        mov     rdx, r12
        xor     eax, eax
        call    printf wrt ..plt
        xor     eax, eax
        add     rsp, 24
        pop     r12
        pop     rbx
        ret

        section .note.GNU-stack noalloc noexec nowrite progbits
