# Sorts a reading list, a line for each book with title|author|year, by author and year.

set -g titles
set -g authors
set -g years
set -g skipped 0

function add_book --argument-names line
    if not string match --quiet --regex '^(?<title>[^|]+)\|(?<author>[^|]+)\|(?<year>\d{4})$' -- $line
        set skipped (math $skipped + 1)
        return 1
    end
    set --append titles $title
    set --append authors $author
    set --append years $year
end

function books_by --argument-names author
    for index in (seq (count $titles))
        if test $authors[$index] = $author
            printf '  %s  %s\n' $years[$index] $titles[$index]
        end
    end | sort
end

function plural --argument-names number noun
    test $number -eq 1; and echo "$number $noun"; or echo "$number $noun"s
end

while read --line line
    add_book $line
end

set everyone (printf '%s\n' $authors | sort --unique)
for author in $everyone
    echo $author
    books_by $author
end

echo (plural (count $titles) book) by (plural (count $everyone) author), (plural $skipped line) skipped
set sorted (printf '%s\n' $years | sort --numeric-sort)
echo written over (math $sorted[-1] - $sorted[1]) years
