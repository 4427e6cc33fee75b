<?php

declare(strict_types=1);

/** Turns a small part of Markdown into HTML. */
interface Block
{
    public function html(): string;
}

final readonly class Heading implements Block
{
    public function __construct(private int $level, private string $text) {}

    public function html(): string
    {
        return sprintf("<h%d>%s</h%d>\n", $this->level, htmlspecialchars($this->text), $this->level);
    }
}

final readonly class Paragraph implements Block
{
    public function __construct(private string $text) {}

    public function html(): string
    {
        return '<p>' . htmlspecialchars($this->text) . "</p>\n";
    }
}

final class Items implements Block, Countable
{
    /** @var list<string> */
    private array $items = [];

    public function add(string $item): void
    {
        $this->items[] = $item;
    }

    public function count(): int
    {
        return count($this->items);
    }

    public function html(): string
    {
        $lines = array_map(fn (string $item) => '  <li>' . htmlspecialchars($item) . "</li>\n", $this->items);
        return "<ul>\n" . implode('', $lines) . "</ul>\n";
    }
}

/** @return list<Block> */
function parse(iterable $lines): array
{
    $blocks = [];
    foreach ($lines as $line) {
        $last = end($blocks);
        if (preg_match('/^(#{1,6}) (.+)$/', $line, $match) === 1) {
            $blocks[] = new Heading(strlen($match[1]), $match[2]);
        } elseif (str_starts_with($line, '- ')) {
            if (!$last instanceof Items) {
                $blocks[] = $last = new Items();
            }
            $last->add(substr($line, 2));
        } else {
            $blocks[] = new Paragraph($line);
        }
    }
    return $blocks;
}

$blocks = parse(file('php://stdin', FILE_IGNORE_NEW_LINES));
foreach ($blocks as $block) {
    echo $block->html();
}
$headings = count(array_filter($blocks, fn (Block $block) => $block instanceof Heading));
$items = array_sum(array_map(fn (Block $block) => $block instanceof Items ? count($block) : 0, $blocks));
echo "$headings headings, $items items\n";
