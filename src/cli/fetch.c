#include "cli/fetch.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"

#define TRIES 4
#define WAIT_MAX 60 /* seconds */

/* libcurl brings some thirty libraries with it. It is opened here, when a steward pulls, and not
 * with the program: the serving process neither waits for them nor carries them. */
struct fetch {
    void *library;
    CURL *curl;
    const struct lang *lang;
    __typeof__(&curl_easy_setopt) setopt;
    __typeof__(&curl_easy_perform) perform;
    __typeof__(&curl_easy_getinfo) getinfo;
    __typeof__(&curl_easy_cleanup) cleanup;
};

/* ISO C has no way from an object pointer to a function pointer; POSIX asks for this one. */
static bool symbol(const struct fetch *f, const char *name, void *place)
{
    *(void **)place = dlsym(f->library, name);
    return *(void **)place != NULL;
}

struct fetch *fetch_open(const char *proxy, const struct lang *lang)
{
    __typeof__(&curl_easy_init) init;
    struct fetch *f = calloc(1, sizeof(*f));

    if (!f)
        abort();
    f->lang = lang;
    f->library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (f->library && symbol(f, "curl_easy_init", &init) &&
        symbol(f, "curl_easy_setopt", &f->setopt) && symbol(f, "curl_easy_perform", &f->perform) &&
        symbol(f, "curl_easy_getinfo", &f->getinfo) && symbol(f, "curl_easy_cleanup", &f->cleanup))
        f->curl = init();
    if (!f->curl) {
        fetch_close(f);
        return NULL;
    }
    if (proxy) {
        (void)f->setopt(f->curl, CURLOPT_PROXY, proxy);
        (void)f->setopt(f->curl, CURLOPT_NOPROXY, ""); /* no_proxy would lead around it */
    }
    return f;
}

void fetch_close(struct fetch *f)
{
    if (!f)
        return;
    if (f->curl)
        f->cleanup(f->curl);
    if (f->library)
        (void)dlclose(f->library);
    free(f);
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
    struct buf *b = ctx;

    buf_add(b, str_from(p, size * n));
    return !b->failed ? size * n : 0;
}

static void ask(struct fetch *f, const char *address, struct buf *body)
{
    CURL *c = f->curl;

    (void)f->setopt(c, CURLOPT_URL, address);
    (void)f->setopt(c, CURLOPT_PROTOCOLS_STR, "https,http");
    /* What was asked for under a seal does not go on in the open. */
    (void)f->setopt(c, CURLOPT_REDIR_PROTOCOLS_STR,
                    strncmp(address, "http://", 7) == 0 ? "https,http" : "https");
    (void)f->setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
    (void)f->setopt(c, CURLOPT_MAXREDIRS, 5L);
    (void)f->setopt(c, CURLOPT_TIMEOUT, 60L);
    (void)f->setopt(c, CURLOPT_CONNECTTIMEOUT, 30L);
    (void)f->setopt(c, CURLOPT_NOSIGNAL, 1L);
    (void)f->setopt(c, CURLOPT_ACCEPT_ENCODING, "");
    (void)f->setopt(c, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)FETCH_MAX);
    (void)f->setopt(c, CURLOPT_WRITEFUNCTION, on_body);
    (void)f->setopt(c, CURLOPT_WRITEDATA, body);
}

/* Seconds to wait before the next try, or 0: do not try again. */
static unsigned wait_of(struct fetch *f, long status)
{
    curl_off_t after = 0;

    if (status != 429 && status != 503)
        return 0;
    (void)f->getinfo(f->curl, CURLINFO_RETRY_AFTER, &after);
    return after <= 0 ? 2 : after > WAIT_MAX ? 0 : (unsigned)after;
}

/* The library's own words are English. */
static const char *fault(CURLcode code)
{
    static const struct {
        CURLcode code;
        const char *text;
    } FAULTS[] = {
        {CURLE_URL_MALFORMAT, N_("this is not the address of a page")},
        {CURLE_UNSUPPORTED_PROTOCOL, N_("the address must begin with https:// or http://")},
        {CURLE_COULDNT_RESOLVE_PROXY, N_("the proxy's name leads nowhere")},
        {CURLE_PROXY, N_("the proxy does not let it through")},
        {CURLE_COULDNT_RESOLVE_HOST, N_("its name leads nowhere")},
        {CURLE_COULDNT_CONNECT, N_("nobody answers there")},
        {CURLE_OPERATION_TIMEDOUT, N_("it took too long to answer")},
        {CURLE_PEER_FAILED_VERIFICATION, N_("its certificate is not valid")},
        {CURLE_SSL_CONNECT_ERROR, N_("no sealed connection could be made")},
        {CURLE_TOO_MANY_REDIRECTS, N_("it sends from one address to the next without end")},
        {CURLE_FILESIZE_EXCEEDED, N_("the answer is too large")},
        {CURLE_PARTIAL_FILE, N_("the connection broke half-way")},
        {CURLE_RECV_ERROR, N_("the connection broke half-way")},
        {CURLE_GOT_NOTHING, N_("it answered nothing")},
    };

    for (size_t i = 0; i < sizeof(FAULTS) / sizeof(FAULTS[0]); i++) {
        if (FAULTS[i].code == code)
            return FAULTS[i].text;
    }
    return N_("the connection failed (number {code} of libcurl)");
}

enum err fetch_get(struct fetch *f, struct arena *a, struct str address, struct str *body,
                   struct str *why)
{
    const char *text = str_to_c(a, address);
    long status = 0;

    for (int i = 0; i < TRIES; i++) {
        struct buf b;
        buf_init(&b, a, 64 * 1024, FETCH_MAX);
        ask(f, text, &b);
        CURLcode code = f->perform(f->curl);
        if (code != CURLE_OK) {
            const char *said = b.failed ? N_("the answer is too large") : fault(code);
            *why = tr_fmt(a, f->lang, said, TR_ARGS({"code", str_fmt(a, "%d", (int)code)}));
            return ERR_IO;
        }
        (void)f->getinfo(f->curl, CURLINFO_RESPONSE_CODE, &status);
        if (status == 200)
            return buf_end(&b, body);
        unsigned seconds = wait_of(f, status);
        if (seconds == 0)
            break;
        (void)sleep(seconds);
    }
    *why = tr_fmt(a, f->lang, N_("it answered {status}"),
                  TR_ARGS({"status", str_fmt(a, "%ld", status)}));
    return status == 404 || status == 410 ? ERR_NOT_FOUND : ERR_IO;
}
