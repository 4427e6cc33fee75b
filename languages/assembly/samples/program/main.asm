; Prints the primes up to a hundred by the sieve of Eratosthenes, ten to a line: no library, its own conversion to decimal.

LIMIT   equ     100
COLUMNS equ     10

        global  _start

        section .bss
sieve:  resb    LIMIT + 1               ; 1 where a number is known to have a divisor
buffer: resb    4096

        section .text
_start:
        call    strike
        lea     rdi, [rel buffer]
        call    list
        lea     rsi, [rel buffer]       ; write(1, buffer, end - buffer)
        mov     rdx, rdi
        sub     rdx, rsi
        mov     eax, 1
        mov     edi, 1
        syscall
        mov     eax, 60
        xor     edi, edi
        syscall

; Strikes out the multiples of every number that is itself still there.
strike:
        lea     r8, [rel sieve]
        mov     ecx, 2
.number:
        mov     eax, ecx
        mul     eax
        cmp     eax, LIMIT
        ja      .done
        cmp     byte [r8 + rcx], 0
        jne     .after
.multiple:
        mov     byte [r8 + rax], 1
        add     eax, ecx
        cmp     eax, LIMIT
        jbe     .multiple
.after:
        inc     ecx
        jmp     .number
.done:
        ret

; Writes the numbers that are left at rdi, and moves it behind them.
list:
        lea     r8, [rel sieve]
        xor     r9d, r9d                ; how many are in the line
        mov     ecx, 2
.number:
        cmp     byte [r8 + rcx], 0
        jne     .after
        mov     eax, ecx
        call    decimal
        inc     r9d
        mov     al, ' '
        cmp     r9d, COLUMNS
        jne     .separate
        xor     r9d, r9d
        mov     al, 10
.separate:
        stosb
.after:
        inc     ecx
        cmp     ecx, LIMIT
        jbe     .number
        mov     byte [rdi - 1], 10      ; the last line ends, too
        ret

; Writes eax in decimal at rdi, right-aligned in three places, and moves it behind them.
decimal:
        mov     r10d, 10
        mov     r11d, 2
.digit:
        xor     edx, edx
        div     r10d
        add     dl, '0'
        mov     [rdi + r11], dl
        dec     r11d
        test    eax, eax
        jnz     .digit
.blank:
        test    r11d, r11d
        js      .done
        mov     byte [rdi + r11], ' '
        dec     r11d
        jmp     .blank
.done:
        add     rdi, 3
        ret
