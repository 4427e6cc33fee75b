/*
 * The program that the backend's conformance suite runs: one file, many small deeds, chosen by its first argument.
 * Statically linked, so that it runs in any root file system.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static void die(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    exit(99);
}

static void put(int fd, const char *data, size_t n)
{
    while (n > 0) {
        ssize_t w = write(fd, data, n);
        if (w <= 0) _exit(98);
        data += w;
        n -= (size_t)w;
    }
}

static void sleep_ms(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    while (nanosleep(&t, &t) != 0 && errno == EINTR) {}
}

static void spin(void) { for (volatile uint64_t i = 0;; i++) {} }
static void *spin_thread(void *arg) { spin(); return arg; }

/* Names its arguments, environment and folder, one a line. */
static void describe(int argc, char **argv)
{
    char cwd[4096];
    for (int i = 2; i < argc; i++) printf("arg=%s\n", argv[i]);
    for (char **e = environ; *e != NULL; e++) printf("env=%s\n", *e);
    if (getcwd(cwd, sizeof cwd) == NULL) die("getcwd");
    printf("cwd=%s\n", cwd);
}

/* Writes n bytes of the repeated alphabet. */
static void flood(int fd, size_t n)
{
    static char block[26 * 2520];
    for (size_t i = 0; i < sizeof block; i++) block[i] = (char)('a' + i % 26);
    while (n > 0) {
        size_t part = n < sizeof block ? n : sizeof block;
        put(fd, block, part);
        n -= part;
    }
}

static void copy(int in, int out)
{
    static char block[65536];
    ssize_t n;
    while ((n = read(in, block, sizeof block)) > 0) put(out, block, (size_t)n);
    if (n < 0) die("read");
}

/* Touches every page of so many KiB, and gives them back at the end. */
static void touch(size_t kib)
{
    char *p = mmap(NULL, kib * 1024, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) die("mmap");
    for (size_t i = 0; i < kib * 1024; i += 4096) p[i] = 1;
    printf("touched\n");
}

/* Forks children that wait, until it may not. */
static void crowd(int most)
{
    int made = 0;
    while (made < most) {
        pid_t pid = fork();
        if (pid < 0) break;
        if (pid == 0) for (;;) pause();
        made++;
    }
    printf("made=%d errno=%d\n", made, made < most ? errno : 0);
}

static void fill(const char *path, size_t bytes)
{
    static char block[65536];
    size_t done = 0;
    int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0644);
    if (fd < 0) die("open");
    signal(SIGXFSZ, SIG_IGN);
    errno = 0;
    while (done < bytes) {
        ssize_t n = write(fd, block, bytes - done < sizeof block ? bytes - done : sizeof block);
        if (n <= 0) break;
        done += (size_t)n;
    }
    printf("written=%zu errno=%d\n", done, done < bytes ? errno : 0);
}

static void save(const char *path, const char *text)
{
    int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0644);
    if (fd < 0) die(path);
    put(fd, text, strlen(text));
    close(fd);
}

/* Leaves files of every kind to be collected, good ones and baits. */
static void baits(void)
{
    save("good.txt", "good");
    if (chmod("good.txt", 06755) != 0) die("chmod");
    save("empty.txt", "");
    if (mkdir("deep", 0755) != 0 || mkdir("deep/er", 0755) != 0) die("mkdir");
    save("deep/er/good.txt", "deep");
    if (symlink("/etc/passwd", "symlink.txt") != 0) die("symlink");
    if (mkfifo("fifo.txt", 0644) != 0) die("mkfifo");
    save("twin.txt", "twin");
    if (link("twin.txt", "hardlink.txt") != 0) die("link");
    int fd = open("sparse.txt", O_CREAT | O_WRONLY, 0644);
    if (fd < 0 || ftruncate(fd, (off_t)1 << 40) != 0) die("sparse");
    if (mkdir("elsewhere", 0755) != 0 || symlink("/etc", "through") != 0) die("through");
}

int main(int argc, char **argv)
{
    const char *deed = argc > 1 ? argv[1] : "";
    const char *one = argc > 2 ? argv[2] : "";
    const char *two = argc > 3 ? argv[3] : "";
    if (strcmp(deed, "exit") == 0) return atoi(one);
    if (strcmp(deed, "raise") == 0) { raise(atoi(one)); return 97; }
    if (strcmp(deed, "describe") == 0) describe(argc, argv);
    else if (strcmp(deed, "say") == 0) { put(1, one, strlen(one)); put(2, two, strlen(two)); }
    else if (strcmp(deed, "flood") == 0) flood(atoi(one), strtoul(two, NULL, 10));
    else if (strcmp(deed, "flood-forever") == 0) for (;;) flood(1, 1 << 20);
    else if (strcmp(deed, "flood-both") == 0) { flood(1, strtoul(one, NULL, 10)); flood(2, strtoul(two, NULL, 10)); }
    else if (strcmp(deed, "stdin") == 0) copy(0, 1);
    else if (strcmp(deed, "read") == 0) { int fd = open(one, O_RDONLY); if (fd < 0) die(one); copy(fd, 1); }
    else if (strcmp(deed, "mode") == 0) { struct stat s; if (stat(one, &s) != 0) die(one); printf("%o", s.st_mode & 07777); }
    else if (strcmp(deed, "save") == 0) save(one, two);
    else if (strcmp(deed, "append") == 0) { int fd = open(one, O_WRONLY | O_APPEND); if (fd < 0) die(one); put(fd, two, strlen(two)); }
    else if (strcmp(deed, "sleep") == 0) sleep_ms(atol(one));
    else if (strcmp(deed, "ready-sleep") == 0) { put(1, "ready", 5); sleep_ms(atol(one)); }
    else if (strcmp(deed, "spin") == 0) {
        for (int i = 1; i < atoi(one); i++) { pthread_t t; if (pthread_create(&t, NULL, spin_thread, NULL) != 0) die("thread"); }
        spin();
    }
    else if (strcmp(deed, "spin-forked") == 0) { for (int i = 1; i < atoi(one); i++) if (fork() == 0) spin(); spin(); }
    else if (strcmp(deed, "touch") == 0) touch(strtoul(one, NULL, 10));
    else if (strcmp(deed, "crowd") == 0) crowd(atoi(one));
    else if (strcmp(deed, "bomb") == 0) for (;;) { if (fork() == 0) setsid(); }
    else if (strcmp(deed, "fill") == 0) fill(one, strtoul(two, NULL, 10));
    else if (strcmp(deed, "overrun") == 0) { int fd = open(one, O_CREAT | O_WRONLY, 0644); flood(fd, strtoul(two, NULL, 10)); }
    else if (strcmp(deed, "open") == 0) {
        int n = 0;
        while (n < 5000 && open("/dev/null", O_RDONLY) >= 0) n++;
        printf("opened=%d errno=%d\n", n, errno);
    }
    else if (strcmp(deed, "background") == 0) { put(1, "parent", 6); if (fork() == 0) { sleep_ms(60000); put(1, "child", 5); } }
    else if (strcmp(deed, "baits") == 0) baits();
    else { fprintf(stderr, "no such deed: %s\n", deed); return 96; }
    fflush(stdout);
    return 0;
}
