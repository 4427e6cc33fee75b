/* The N queens problem: how many ways there are, and the last of them found. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int size;
    int solutions;
    int *column_of_row;
    int *last;
} Board;

static bool is_attacked(const Board *board, int row, int column) {
    for (int earlier = 0; earlier < row; earlier++) {
        int other = board->column_of_row[earlier];
        if (other == column || abs(other - column) == row - earlier) return true;
    }
    return false;
}

static void place(Board *board, int row) {
    if (row == board->size) {
        board->solutions++;
        memcpy(board->last, board->column_of_row, sizeof(int) * (size_t)board->size);
        return;
    }
    for (int column = 0; column < board->size; column++) {
        if (is_attacked(board, row, column)) continue;
        board->column_of_row[row] = column;
        place(board, row + 1);
    }
}

static int solve(int size, bool print) {
    Board board = {.size = size};
    board.column_of_row = calloc((size_t)size, sizeof(int));
    board.last = calloc((size_t)size, sizeof(int));
    if (board.column_of_row == NULL || board.last == NULL) exit(1);
    place(&board, 0);
    for (int row = 0; print && row < size; row++) {
        for (int column = 0; column < size; column++)
            printf("%s%c", column == 0 ? "" : " ", board.last[row] == column ? 'Q' : '.');
        putchar('\n');
    }
    free(board.column_of_row);
    free(board.last);
    return board.solutions;
}

int main(void) {
    int six = solve(6, true);
    printf("%d boards of size 6, %d of size 8\n", six, solve(8, false));
    return 0;
}
