        global  main
        extern  printf

        section .rodata
format: db      "%d: [%s]", 10, 0

        section .text
main:
        push    rbx                     ; the position
        push    r12                     ; argc
        push    r13                     ; argv
        mov     r12d, edi
        mov     r13, rsi
        mov     ebx, 1
.next:
        cmp     ebx, r12d
        jge     .done
        lea     rdi, [rel format]
        mov     esi, ebx
        mov     rdx, [r13 + rbx * 8]
        xor     eax, eax
        call    printf wrt ..plt
        inc     ebx
        jmp     .next
.done:
        xor     eax, eax
        pop     r13
        pop     r12
        pop     rbx
        ret

        section .note.GNU-stack noalloc noexec nowrite progbits
