/* One line to standard error, for the steward.
 *
 * Purpose: the detail of a failure, logged once where it is found. Never logged:
 * anything a person typed, names, addresses of people, keys, tokens, or SQL
 * parameters. Each line: "awn: level: room: text". The service manager adds times.
 */
#ifndef AWN_BASE_LOG_H
#define AWN_BASE_LOG_H

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* `room` is a short constant such as "db". Debug lines are printed only when the
 * environment has AWN_DEBUG. Thread-safe: one write(2) a line. */
void log_line(enum log_level level, const char *room, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO, __VA_ARGS__)
#define log_warn(...) log_line(LOG_WARN, __VA_ARGS__)
#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)

#endif
