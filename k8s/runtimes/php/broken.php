<?php
// Runs before each script. One that ends in an error before it said a word leaves its visitor an empty page: this fills it.
// Registered at the very end, so that what a site does itself about its errors comes first.
register_shutdown_function(static function () {
    register_shutdown_function(static function () {
        $fatal = [E_ERROR, E_PARSE, E_CORE_ERROR, E_COMPILE_ERROR, E_RECOVERABLE_ERROR, E_USER_ERROR];
        $said = headers_sent() || array_sum(array_column(ob_get_status(true), 'buffer_used')) > 0;
        if ($said || http_response_code() !== 500 || !in_array(error_get_last()['type'] ?? 0, $fatal, true)) {
            return;
        }
        header('Content-Type: text/html; charset=utf-8');
        header('Cache-Control: no-store');
        readfile('/etc/peerhost/broken.html');
    });
});
