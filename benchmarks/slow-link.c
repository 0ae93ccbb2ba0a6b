/*
 * Connections over IPv4 as over a slower link, for machines whose kernel cannot emulate one. Preloaded into a process, it leads each
 * connection that the process opens through a relay in the process, which delays the bytes and limits their rate, both ways:
 *
 *   gcc -O2 -shared -fPIC -o slow-link.so slow-link.c -ldl -lpthread
 *   LINK_MS=5 LINK_MBIT=100 LD_PRELOAD=./slow-link.so benchmarks/run process-steps toy2d 40 fast 2
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef int (*connect_fn)(int, const struct sockaddr *, socklen_t);

struct chunk {
  struct chunk *next;
  double due;
  ssize_t length;
  char bytes[65536];
};

struct way {
  int from, to;
  struct chunk *first, **last;
  pthread_mutex_t lock;
  pthread_cond_t filled;
};

struct relay {
  int listener;
  struct sockaddr_in target;
};

static double number(const char *name, double standard) {
  const char *value = getenv(name);
  return value ? atof(value) : standard;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void *reads(void *argument) {
  struct way *way = argument;
  double delay = 1e-3 * number("LINK_MS", 0), rate = 125e3 * number("LINK_MBIT", 1e6), empty = 0;
  for (;;) {
    struct chunk *chunk = malloc(sizeof *chunk);
    chunk->length = read(way->from, chunk->bytes, sizeof chunk->bytes);
    chunk->next = NULL;
    double start = now() > empty ? now() : empty;
    empty = start + (chunk->length > 0 ? chunk->length / rate : 0);
    chunk->due = empty + delay;
    int end = chunk->length <= 0;
    pthread_mutex_lock(&way->lock);
    *way->last = chunk;
    way->last = &chunk->next;
    pthread_cond_signal(&way->filled);
    pthread_mutex_unlock(&way->lock);
    if (end) return NULL;
  }
}

static void *writes(void *argument) {
  struct way *way = argument;
  for (;;) {
    pthread_mutex_lock(&way->lock);
    while (!way->first) pthread_cond_wait(&way->filled, &way->lock);
    struct chunk *chunk = way->first;
    way->first = chunk->next;
    if (!way->first) way->last = &way->first;
    pthread_mutex_unlock(&way->lock);
    double wait = chunk->due - now();
    if (wait > 0) {
      struct timespec t = {(time_t)wait, (long)(1e9 * (wait - (time_t)wait))};
      nanosleep(&t, NULL);
    }
    if (chunk->length <= 0) {
      shutdown(way->to, SHUT_WR);
      return NULL;
    }
    for (ssize_t at = 0; at < chunk->length;) {
      ssize_t done = write(way->to, chunk->bytes + at, chunk->length - at);
      if (done <= 0) return NULL;
      at += done;
    }
    free(chunk);
  }
}

static void lead(int from, int to) {
  struct way *way = calloc(1, sizeof *way);
  way->from = from;
  way->to = to;
  way->last = &way->first;
  pthread_mutex_init(&way->lock, NULL);
  pthread_cond_init(&way->filled, NULL);
  pthread_t thread;
  pthread_create(&thread, NULL, reads, way);
  pthread_create(&thread, NULL, writes, way);
}

static connect_fn real(void) { return (connect_fn)dlsym(RTLD_NEXT, "connect"); }

static void *accepts(void *argument) {
  struct relay *relay = argument;
  int one = 1, here = accept(relay->listener, NULL, NULL), there = socket(AF_INET, SOCK_STREAM, 0);
  if (real()(there, (struct sockaddr *)&relay->target, sizeof relay->target) == 0) {
    setsockopt(here, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(there, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    lead(here, there);
    lead(there, here);
  } else {
    close(here);
  }
  close(relay->listener);
  return NULL;
}

int connect(int socket_, const struct sockaddr *address, socklen_t length) {
  int type = 0;
  socklen_t size = sizeof type;
  getsockopt(socket_, SOL_SOCKET, SO_TYPE, &type, &size);
  if (address->sa_family != AF_INET || type != SOCK_STREAM) return real()(socket_, address, length);
  struct relay *relay = calloc(1, sizeof *relay);
  memcpy(&relay->target, address, sizeof relay->target);
  relay->listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  bind(relay->listener, (struct sockaddr *)&own, sizeof own);
  listen(relay->listener, 1);
  socklen_t own_length = sizeof own;
  getsockname(relay->listener, (struct sockaddr *)&own, &own_length);
  pthread_t thread;
  pthread_create(&thread, NULL, accepts, relay);
  return real()(socket_, (struct sockaddr *)&own, sizeof own);
}
