# hunch: tells the editor around this shell where prompts, commands and their output begin and end.
# Read after the user's files (--init-command).

if status is-interactive; and set -q HUNCH_MARKS; and test -r "$HUNCH_MARKS"
    read -g __hunch_nonce <$HUNCH_MARKS
    set -g -u __hunch_nonce $__hunch_nonce
    command rm -f -- $HUNCH_MARKS

    function __hunch_mark
        printf '\e]633;%s;%s\a' $argv[1] $__hunch_nonce
    end

    # Nothing but letters, digits and \xHH.
    function __hunch_escape
        string escape --style=url -- $argv[1] | string replace -a '%' '\\x'
    end

    function __hunch_preexec --on-event fish_preexec
        if test (string length -- "$argv[1]") -lt 16384
            __hunch_mark "E;"(__hunch_escape "$argv[1]")
        end
        __hunch_mark C
    end

    function __hunch_postexec --on-event fish_postexec
        set -l code $status
        set -g __hunch_said 1
        __hunch_mark "D;$code"
    end

    # CTRL-C at the prompt: the next one is a new one.
    function __hunch_cancel --on-event fish_cancel
        __hunch_mark "D;"
    end

    # Before each prompt: what the user's files, or the user, have made of the prompt is put in marks.
    function __hunch_before --on-event fish_prompt
        if not set -q __hunch_said
            __hunch_mark "D;"
        end
        set -e __hunch_said
        __hunch_mark "P;Cwd="(__hunch_escape $PWD)
        if test "$fish_autosuggestion_enabled" = 0
            __hunch_mark "P;Ghost=0"
        else
            __hunch_mark "P;Ghost=1"
        end
        __hunch_wrap
    end

    function __hunch_wrap
        if not functions fish_prompt | string match -q '*__hunch_user_prompt*'
            functions -e __hunch_user_prompt
            functions -c fish_prompt __hunch_user_prompt
            function fish_prompt
                set -l code $status
                __hunch_mark A
                __hunch_status $code
                __hunch_user_prompt
                __hunch_mark B
            end
        end
        if functions -q fish_right_prompt
            and not functions fish_right_prompt | string match -q '*__hunch_user_right*'
            functions -e __hunch_user_right
            functions -c fish_right_prompt __hunch_user_right
            function fish_right_prompt
                set -l code $status
                set -l drawn (__hunch_status $code; __hunch_user_right | string collect)
                if test -n "$drawn"
                    __hunch_mark H
                    printf %s "$drawn"
                    __hunch_mark I
                end
            end
        end
    end

    function __hunch_status
        return $argv[1]
    end

    __hunch_wrap
end
set -e HUNCH_MARKS
set -e HUNCH_SCRIPTS
