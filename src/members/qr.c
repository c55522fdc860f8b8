#include "members/qr.h"

#include <qrencode.h>

#include "base/buf.h"

#define QUIET 4 /* modules around it, ISO/IEC 18004 */

static void row_path(struct buf *b, const QRcode *code, int y)
{
    const unsigned char *row = code->data + (size_t)y * (size_t)code->width;
    for (int x = 0; x < code->width; x++) {
        int from = x;
        while (x < code->width && (row[x] & 1))
            x++;
        if (x > from)
            buf_add_fmt(b, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
    }
}

void qr_draw(struct arena *a, struct str text, struct qr *out)
{
    struct buf b;
    *out = (struct qr){0, STR_NONE};
    QRcode *code = QRcode_encodeString8bit(str_to_c(a, text), 0, QR_ECLEVEL_M);
    if (!code)
        return;
    buf_init(&b, a, 8192, 64 * 1024);
    for (int y = 0; y < code->width; y++)
        row_path(&b, code, y);
    out->size = code->width + 2 * QUIET;
    QRcode_free(code);
    if (buf_end(&b, &out->path) != ERR_OK)
        out->path = STR_NONE;
}
