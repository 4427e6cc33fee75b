/*
 * A sender and a listener for every way in which one sandbox could tell another a bit. They share nothing but the clock:
 * in each slot of it the sender puts every channel into the state that a fixed pattern asks for, and the listener, later
 * in the same slot, looks. A channel carries when some threshold tells the slots of one state from those of the other, all
 * but a few.
 *
 *   channels send|listen|both SLOT_MS SLOTS root|user
 *
 * `both` does the two in one sandbox, which shows what the listener is able to hear. A channel that the kernel leaves open
 * between all containers of a host is marked as known; hearing it is reported, and is no breach.
 */
#include "attack.h"
#include <dirent.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/sysinfo.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <linux/netlink.h>

#define MANY 1000
#define SLOTS_MAX 256
#define SHARED_FILE "/usr/bin/env"

struct channel {
	const char *name;
	const char *path;
	int (*set)(const struct channel *c, int on, int *held);
	long (*look)(const struct channel *c);
	int known;
};

static void drop(int *held, int count)
{
	for (int i = 0; i < count; i++)
		if (held[i] > 0) {
			close(held[i]);
			held[i] = 0;
		}
}

/* Sockets by name. */
static int unix_name(struct sockaddr_un *name)
{
	*name = (struct sockaddr_un){ .sun_family = AF_UNIX };
	memcpy(name->sun_path, "\0gozolite-channel", 17);
	return offsetof(struct sockaddr_un, sun_path) + 17;
}

static int set_abstract(const struct channel *c, int on, int *held)
{
	struct sockaddr_un name;
	(void)c;
	drop(held, 1);
	if (!on) return 0;
	held[0] = socket(AF_UNIX, SOCK_STREAM, 0);
	return bind(held[0], (struct sockaddr *)&name, unix_name(&name)) | listen(held[0], 1);
}

static long look_abstract(const struct channel *c)
{
	struct sockaddr_un name;
	int s = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	(void)c;
	int done = connect(s, (struct sockaddr *)&name, unix_name(&name)), there = done == 0 || errno == EAGAIN;
	close(s);
	return there;
}

static int set_port(const struct channel *c, int on, int *held)
{
	struct sockaddr_in6 to = { .sin6_family = AF_INET6, .sin6_port = htons(39998), .sin6_addr = IN6ADDR_ANY_INIT };
	int yes = 1;
	(void)c;
	drop(held, 1);
	if (!on) return 0;
	held[0] = socket(AF_INET6, SOCK_STREAM, 0);
	setsockopt(held[0], SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	return bind(held[0], (struct sockaddr *)&to, sizeof to) | listen(held[0], 8);
}

static long look_port(const struct channel *c)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(39998), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int s = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	(void)c;
	int done = connect(s, (struct sockaddr *)&to, sizeof to), there = done == 0 || errno == EINPROGRESS;
	close(s);
	return there;
}

/* A netlink port is a number that only one socket of a network namespace may have. */
static int netlink_port(int protocol)
{
	struct sockaddr_nl name = { .nl_family = AF_NETLINK, .nl_pid = 7777 };
	int s = socket(AF_NETLINK, SOCK_RAW, protocol);
	if (s < 0) return -1;
	if (bind(s, (struct sockaddr *)&name, sizeof name) == 0) return s;
	close(s);
	return -2;
}

static int set_netlink(const struct channel *c, int on, int *held)
{
	(void)c;
	drop(held, 1);
	if (on) held[0] = netlink_port(0);
	return 0;
}

static long look_netlink(const struct channel *c)
{
	(void)c;
	int s = netlink_port(0);
	if (s >= 0) close(s);
	return s == -2;
}

/* Objects of the kernel that have a number or a name. */
static int set_sysv(const struct channel *c, int on, int *held)
{
	(void)c, (void)held;
	int m = shmget(0x6f2a21, 4096, on ? IPC_CREAT | 0666 : 0), q = msgget(0x6f2a22, on ? IPC_CREAT | 0666 : 0);
	int s = semget(0x6f2a23, 1, on ? IPC_CREAT | 0666 : 0);
	if (!on) { shmctl(m, IPC_RMID, NULL); msgctl(q, IPC_RMID, NULL); semctl(s, 0, IPC_RMID); }
	return 0;
}

static long look_sysv(const struct channel *c)
{
	(void)c;
	return (shmget(0x6f2a21, 0, 0) >= 0) + (msgget(0x6f2a22, 0) >= 0) + (semget(0x6f2a23, 0, 0) >= 0);
}

static int set_mqueue(const struct channel *c, int on, int *held)
{
	(void)c;
	drop(held, 1);
	mq_unlink("/gozolite-channel");
	if (on) held[0] = mq_open("/gozolite-channel", O_CREAT | O_RDWR, 0666, NULL);
	return 0;
}

static long look_mqueue(const struct channel *c)
{
	(void)c;
	int q = mq_open("/gozolite-channel", O_RDWR);
	if (q >= 0) close(q);
	return q >= 0;
}

static int set_file(const struct channel *c, int on, int *held)
{
	(void)held;
	if (!on) return unlink(c->path);
	return close(open(c->path, O_CREAT | O_RDWR, 0666));
}

static long look_file(const struct channel *c) { return access(c->path, F_OK) == 0; }

static int set_child(const struct channel *c, int on, int *held)
{
	(void)c;
	if (held[0] > 0) { kill(held[0], SIGKILL); waitpid(held[0], NULL, 0); held[0] = 0; }
	if (on && (held[0] = fork()) == 0) for (;;) pause();
	return 0;
}

static long look_children(const struct channel *c)
{
	long seen = 0;
	(void)c;
	DIR *folder = opendir("/proc");
	for (struct dirent *e; folder && (e = readdir(folder));) seen += atoi(e->d_name) > 0;
	if (folder) closedir(folder);
	return seen;
}

/* Locks. */
static int set_flock(const struct channel *c, int on, int *held)
{
	drop(held, 1);
	if (!on) return 0;
	held[0] = open(c->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	return held[0] < 0 ? -1 : flock(held[0], LOCK_EX | LOCK_NB);
}

static long look_flock(const struct channel *c)
{
	int fd = open(c->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0) return -1;
	int done = flock(fd, LOCK_EX | LOCK_NB), blocked = done && errno == EWOULDBLOCK;
	close(fd);
	return blocked;
}

static int range(int fd, int command, short type)
{
	struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = 40, .l_len = 1 };
	return fcntl(fd, command, &lock);
}

static int set_range(const struct channel *c, int on, int *held)
{
	drop(held, 1);
	if (!on) return 0;
	held[0] = open(c->path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	return held[0] < 0 ? -1 : range(held[0], F_OFD_SETLK, F_WRLCK);
}

static long look_range(const struct channel *c)
{
	int fd = open(c->path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0) return -1;
	int done = range(fd, F_OFD_SETLK, F_WRLCK), blocked = done && (errno == EAGAIN || errno == EACCES);
	close(fd);
	return blocked;
}

static int set_lease(const struct channel *c, int on, int *held)
{
	drop(held, 1);
	if (!on) return 0;
	held[0] = open(c->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	return fcntl(held[0], F_SETLEASE, F_RDLCK);
}

static long look_lease(const struct channel *c)
{
	int fd = open(c->path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0) return errno == EWOULDBLOCK;
	close(fd);
	return 0;
}

/* Event descriptors all stand on one inode of the kernel's. */
static int set_anonymous(const struct channel *c, int on, int *held)
{
	(void)c;
	drop(held, 1);
	if (!on) return 0;
	held[0] = eventfd(0, EFD_CLOEXEC);
	return flock(held[0], LOCK_EX | LOCK_NB);
}

static long look_anonymous(const struct channel *c)
{
	(void)c;
	int fd = eventfd(0, EFD_CLOEXEC), done = flock(fd, LOCK_EX | LOCK_NB), blocked = done && errno == EWOULDBLOCK;
	close(fd);
	return blocked;
}

/* What is told of a file that others use. */
static int set_use(const struct channel *c, int on, int *held)
{
	char byte;
	(void)held;
	for (int i = 0; on && i < 8; i++) {
		int fd = open(c->path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
		if (fd < 0) fd = open(c->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		ssize_t unused = read(fd, &byte, 1);
		unused = write(fd, "x", 1);
		(void)unused;
		futimens(fd, NULL);
		close(fd);
	}
	return 0;
}

static long look_notified(const struct channel *c)
{
	static struct { const char *path; int fd; } watches[16];
	char events[8192];
	unsigned i = 0;
	while (watches[i].path && watches[i].path != c->path) i++;
	if (!watches[i].path) {
		watches[i].path = c->path;
		watches[i].fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
		inotify_add_watch(watches[i].fd, c->path, IN_OPEN | IN_ACCESS | IN_CLOSE | IN_ATTRIB);
	}
	long seen = read(watches[i].fd, events, sizeof events) > 0;
	while (read(watches[i].fd, events, sizeof events) > 0);
	return seen;
}

static long look_times(const struct channel *c)
{
	static struct { const char *path; struct timespec a, m, c; } last[16];
	struct stat now;
	unsigned i = 0;
	if (stat(c->path, &now) != 0) return -1;
	while (last[i].path && last[i].path != c->path) i++;
	last[i].path = c->path;
	long changed = memcmp(&last[i].a, &now.st_atim, sizeof now.st_atim) || memcmp(&last[i].m, &now.st_mtim, sizeof now.st_mtim) ||
		memcmp(&last[i].c, &now.st_ctim, sizeof now.st_ctim);
	last[i].a = now.st_atim, last[i].m = now.st_mtim, last[i].c = now.st_ctim;
	return changed;
}

/* A file of the toolchains that nothing runs, a page of which is in memory or is not. */
static const char *unused_file(off_t *page)
{
	static const char *const candidates[] = { "/usr/lib/x86_64-linux-gnu/libc.a", "/usr/lib/aarch64-linux-gnu/libc.a", "/usr/lib/x86_64-linux-gnu/libm.a" };
	struct stat st;
	for (unsigned i = 0; i < sizeof candidates / sizeof *candidates; i++)
		if (stat(candidates[i], &st) == 0 && st.st_size > 1 << 20) { *page = (st.st_size / 2) & ~4095l; return candidates[i]; }
	return NULL;
}

static int set_cached(const struct channel *c, int on, int *held)
{
	off_t page;
	char byte;
	const char *path = unused_file(&page);
	(void)c, (void)held;
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0) return -1;
	if (on) { ssize_t unused = pread(fd, &byte, 1, page); (void)unused; }
	else posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	return close(fd);
}

static long look_nowait(const struct channel *c)
{
	off_t page;
	char byte;
	struct iovec to = { &byte, 1 };
	const char *path = unused_file(&page);
	(void)c;
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0) return -1;
	long there = preadv2(fd, &to, 1, page, RWF_NOWAIT) == 1;
	close(fd);
	return there;
}

static long look_cachestat(const struct channel *c)
{
	off_t page;
	struct { uint64_t offset, length; } what;
	uint64_t counts[5] = { 0 };
	const char *path = unused_file(&page);
	(void)c;
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0) return -1;
	what.offset = (uint64_t)page, what.length = 4096;
	long there = syscall(451, fd, &what, counts, 0) == 0 ? (long)counts[0] : -1;
	close(fd);
	return there;
}

static long look_mincore(const struct channel *c)
{
	off_t page;
	unsigned char in = 0;
	const char *path = unused_file(&page);
	(void)c;
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0) return -1;
	void *at = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, page);
	long there = mincore(at, 4096, &in) == 0 ? in & 1 : -1;
	munmap(at, 4096);
	close(fd);
	return there;
}

/* The page of a file that two map is one page, and one may wait there for the other. */
static uint32_t *shared_word(void)
{
	static uint32_t *word;
	off_t page;
	const char *path = unused_file(&page);
	int fd = word || !path ? -1 : open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) word = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	return word;
}

static int set_futex(const struct channel *c, int on, int *held)
{
	(void)c;
	uint32_t *word = shared_word();
	if (held[0] > 0) { kill(held[0], SIGKILL); waitpid(held[0], NULL, 0); held[0] = 0; }
	if (on && word && (held[0] = fork()) == 0) for (;;) syscall(SYS_futex, word, FUTEX_WAIT, *(volatile uint32_t *)word, NULL, NULL, 0);
	return 0;
}

static long look_futex(const struct channel *c)
{
	(void)c;
	return shared_word() ? syscall(SYS_futex, shared_word(), FUTEX_WAKE, 1, NULL, NULL, 0) : -1;
}

/* What the kernel counts for the whole machine. */
static int set_aio(const struct channel *c, int on, int *held)
{
	static unsigned long context;
	(void)c, (void)held;
	if (context) syscall(SYS_io_destroy, context);
	context = 0;
	return on ? (int)syscall(SYS_io_setup, 4000, &context) : 0;
}

static long number_in(const char *path, int field)
{
	char text[4096] = "", *at = text;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) return -1;
	ssize_t n = read(fd, text, sizeof text - 1);
	close(fd);
	text[n > 0 ? n : 0] = 0;
	for (; field > 0 && *at; field--) at += strcspn(at, " \t"), at += strspn(at, " \t");
	return atol(at);
}

static long look_number(const struct channel *c) { return number_in(c->path, 0); }

static int set_files(const struct channel *c, int on, int *held)
{
	(void)c;
	drop(held, MANY);
	for (int i = 0; on && i < MANY && (held[i] = open("/dev/zero", O_RDONLY | O_CLOEXEC)) >= 0; i++);
	return 0;
}

static int set_events(const struct channel *c, int on, int *held)
{
	(void)c;
	drop(held, MANY);
	for (int i = 0; on && i < MANY && (held[i] = eventfd(0, EFD_CLOEXEC)) >= 0; i++);
	return 0;
}

static long look_event_id(const struct channel *c)
{
	char path[64], text[1024] = "";
	int fd = eventfd(0, EFD_CLOEXEC);
	(void)c;
	snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
	int info = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t unused = read(info, text, sizeof text - 1);
	(void)unused;
	close(info), close(fd);
	char *at = strstr(text, "eventfd-id:");
	return at ? atol(at + 11) / 200 : -1;
}

static int set_inodes(const struct channel *c, int on, int *held)
{
	(void)c, (void)held;
	for (int i = 0, ends[2]; on && i < 3000 && pipe2(ends, O_CLOEXEC) == 0; i++) close(ends[0]), close(ends[1]);
	return 0;
}

static long look_inode(const struct channel *c)
{
	static unsigned long last;
	int ends[2];
	struct stat st;
	(void)c;
	if (pipe2(ends, O_CLOEXEC) || fstat(ends[0], &st)) return -1;
	close(ends[0]), close(ends[1]);
	long grown = (long)(st.st_ino - last);
	last = st.st_ino;
	return grown / 2000;
}

static int set_forks(const struct channel *c, int on, int *held)
{
	(void)c;
	for (int i = 0; i < 8; i++) if (held[i] > 0) { kill(held[i], SIGKILL); waitpid(held[i], NULL, 0); held[i] = 0; }
	for (int i = 0; on && i < 8; i++) if ((held[i] = fork()) == 0) for (;;) pause();
	return 0;
}

static long look_tasks(const struct channel *c)
{
	struct sysinfo info;
	(void)c;
	return sysinfo(&info) == 0 ? info.procs : -1;
}

static int set_memory(const struct channel *c, int on, int *held)
{
	static char *at;
	(void)c, (void)held;
	if (!at) at = mmap(NULL, 16 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (on) touch(at, 16 << 20);
	else madvise(at, 16 << 20, MADV_DONTNEED);
	return 0;
}

static long look_free_memory(const struct channel *c)
{
	struct sysinfo info;
	(void)c;
	return sysinfo(&info) == 0 ? (long)(info.freeram * info.mem_unit >> 20) : -1;
}

#define FLOCK(file, k) { "flock " file, file, set_flock, look_flock, k }
#define RANGE(file, k) { "record lock " file, file, set_range, look_range, k }
#define NOTIFY(file, k) { "inotify " file, file, set_use, look_notified, k }
#define TIMES(file, k) { "times of " file, file, set_use, look_times, k }
/* 1: shared by all containers of a host, and documented. 2: so without root only. */
static const struct channel channels[] = {
	{ "abstract socket", NULL, set_abstract, look_abstract, 0 },
	{ "loopback port", NULL, set_port, look_port, 0 },
	{ "netlink port", NULL, set_netlink, look_netlink, 0 },
	{ "System V objects", NULL, set_sysv, look_sysv, 0 },
	{ "POSIX message queue", NULL, set_mqueue, look_mqueue, 0 },
	{ "file in /tmp", "/tmp/gozolite-channel", set_file, look_file, 0 },
	{ "file in /dev/shm", "/dev/shm/gozolite-channel", set_file, look_file, 0 },
	{ "processes in /proc", NULL, set_child, look_children, 0 },
	{ "last pid", "/proc/sys/kernel/ns_last_pid", set_child, look_number, 0 },
	NOTIFY("/usr/bin/id", 0), NOTIFY("/dev/null", 2), NOTIFY("/proc/version", 0),
	TIMES("/usr/bin/id", 0), TIMES("/dev/null", 0),
	FLOCK("/", 0), FLOCK("/usr", 0), FLOCK(SHARED_FILE, 0), FLOCK("/etc/passwd", 0), FLOCK("/proc", 0), FLOCK("/proc/version", 0),
	FLOCK("/proc/sys/kernel/ostype", 0), FLOCK("/proc/keys", 0), FLOCK("/proc/kcore", 0), FLOCK("/proc/interrupts", 0), FLOCK("/sys", 0), FLOCK("/dev", 0),
	FLOCK("/proc/self/ns/user", 0), FLOCK("/proc/self/ns/mnt", 0), FLOCK("/proc/self/ns/pid", 0), FLOCK("/proc/self/ns/net", 0),
	FLOCK("/proc/self/ns/ipc", 0), FLOCK("/proc/self/ns/uts", 0), FLOCK("/proc/self/ns/cgroup", 0), FLOCK("/proc/self/ns/time", 0),
	FLOCK("/proc/self/ns/time_for_children", 0), FLOCK("/proc/self/ns/pid_for_children", 0),
	FLOCK("/dev/null", 2), FLOCK("/dev/zero", 2), FLOCK("/dev/full", 2), FLOCK("/dev/random", 2), FLOCK("/dev/urandom", 2),
	RANGE("/dev/null", 2), RANGE("/dev/zero", 2),
	{ "flock of an event descriptor", NULL, set_anonymous, look_anonymous, 1 },
	{ "lease", SHARED_FILE, set_lease, look_lease, 0 },
	{ "page cache by preadv2", NULL, set_cached, look_nowait, 0 },
	{ "page cache by cachestat", NULL, set_cached, look_cachestat, 0 },
	{ "page cache by mincore", NULL, set_cached, look_mincore, 0 },
	{ "futex in a shared file", NULL, set_futex, look_futex, 1 },
	{ "asynchronous contexts", "/proc/sys/fs/aio-nr", set_aio, look_number, 0 },
	{ "open files", "/proc/sys/fs/file-nr", set_files, look_number, 0 },
	{ "number of an event descriptor", NULL, set_events, look_event_id, 1 },
	{ "number of an inode", NULL, set_inodes, look_inode, 1 },
	{ "tasks of the machine", NULL, set_forks, look_tasks, 1 },
	{ "free memory of the machine", NULL, set_memory, look_free_memory, 1 },
};
#define CHANNELS (sizeof channels / sizeof *channels)

static long slot_ms = 100;

static uint64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* The pattern has no period that anything else of the machine could have. */
static int state_of(uint64_t slot)
{
	slot *= 0x9e3779b97f4a7c15u;
	return (slot ^ slot >> 31) >> 7 & 1;
}

static void wait_until(uint64_t ms)
{
	for (uint64_t now; (now = now_ms()) < ms;) usleep((useconds_t)(ms - now) * 1000);
}

/* Channels in which a state is something that happens, and not something that lasts. */
static int is_change(const struct channel *c)
{
	return c->look == look_notified || c->look == look_times || c->look == look_inode || c->set == set_cached;
}

static void send_bits(long slots)
{
	static int held[CHANNELS][MANY];
	uint64_t slot = now_ms() / slot_ms + 1;
	for (long i = 0; i < slots; i++, slot++) {
		wait_until(slot * slot_ms);
		for (unsigned c = 0; c < CHANNELS; c++)
			if (is_change(&channels[c]) || i == 0 || state_of(slot) != state_of(slot - 1))
				channels[c].set(&channels[c], state_of(slot), held[c]);
	}
}

/* The best that a threshold does, half a point for each state: 0.5 is a guess. */
static double separation(const long *values, const int *states, int count)
{
	double best = 0;
	int total[2] = { 0, 0 };
	for (int i = 0; i < count; i++) total[states[i]]++;
	if (total[0] < 4 || total[1] < 4) return 0;
	for (int t = 0; t < count; t++) {
		int below[2] = { 0, 0 };
		for (int i = 0; i < count; i++) below[states[i]] += values[i] < values[t];
		double share = (double)below[0] / total[0] - (double)below[1] / total[1];
		if (share < 0) share = -share;
		if (share > best) best = share;
	}
	return 0.5 + best / 2;
}

static void listen_bits(long slots, int root, int alone)
{
	static long values[CHANNELS][SLOTS_MAX];
	static int states[SLOTS_MAX];
	int count = 0;
	uint64_t slot = now_ms() / slot_ms + 2;
	for (unsigned c = 0; c < CHANNELS; c++) channels[c].look(&channels[c]);
	for (long i = 0; i < slots && count < SLOTS_MAX; i++, slot++) {
		wait_until(slot * slot_ms + slot_ms * 7 / 10);
		for (unsigned c = 0; c < CHANNELS; c++) values[c][count] = channels[c].look(&channels[c]);
		/* What this pass has done itself is nobody's message. */
		for (unsigned c = 0; c < CHANNELS; c++) if (is_change(&channels[c])) channels[c].look(&channels[c]);
		/* A pass that ran into the next slot does not count. */
		if (now_ms() / slot_ms == slot) states[count++] = state_of(slot);
	}
	printf("slots %d\n", count);
	for (unsigned c = 0; c < CHANNELS; c++) {
		double share = separation(values[c], states, count);
		int known = channels[c].known == 1 || (channels[c].known == 2 && !root), heard = share >= (alone ? 0.75 : 0.9);
		const char *name = channels[c].name;
		if (heard && !alone && !known) breach("heard by %s (%.2f)", name, share);
		else printf("%s: %s (%.2f)\n", !heard ? "silent" : alone ? "works" : "known channel", name, share);
	}
}

int main(int count, char **args)
{
	if (count < 5) return 2;
	int root = strcmp(args[4], "root") == 0;
	long slots = atol(args[3]);
	slot_ms = atol(args[2]);
	if (strcmp(args[1], "send") == 0) {
		send_bits(slots);
	} else if (strcmp(args[1], "both") == 0) {
		pid_t child = fork();
		if (child == 0) { send_bits(slots + 8); _exit(0); }
		listen_bits(slots, root, 1);
		kill(child, SIGKILL);
	} else {
		listen_bits(slots, root, 0);
	}
	return end_of_attack();
}
