import React, { type FC } from "react";
interface Props { title: string; onPick?: (id: number) => void }
export const List: FC<Props> = ({ title, onPick }) => {
  const [open, setOpen] = useState<boolean>(false);
  return (
    <section className={open ? "is-open" : ''} aria-label='a "b"'>
      <h1>It's {title.toUpperCase()}</h1>
      {items.length > 0 && items.map((x) => (
        <Row.Item key={x.id} onClick={() => onPick?.(x.id)} disabled>{`#${x.id}`}</Row.Item>
      ))}
      {/* a comment */}
    </section>
  );
};
