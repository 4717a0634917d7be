import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { AnalysisView } from '../../../protocol/explorer';
import { count, exact } from '../../shared/numbers';
import type { Send } from '../partProps';
import { Section } from '../../shared/export/section';
import { BarPicture, type Bar } from './barPicture';
import { linearBins, logBins, type Bin } from './bins';
import { Fitted } from './fitted';
import { share } from './saeText';

interface DistributionProps {
  readonly analysis: AnalysisView;
  readonly send: Send;
}

const FILE_WIDTH = 480;

/** How dense the neurons are, on a logarithmic scale. */
export function Densities({ analysis, send }: DistributionProps): JSX.Element {
  const bins = logBins(analysis.densities, 1);
  const bars = bins.map((bin, i): Bar => {
    const exponent = Math.log10(bin.from);
    const isDecade = Math.abs(exponent - Math.round(exponent)) < 1e-9;
    return { ...barOf(bin, i), ...(isDecade && { name: exact(Number(bin.from.toPrecision(3))) }) };
  });
  const dead = analysis.densities.reduce((sum, density) => sum + Number(density === 0), 0);
  const picture = (width: number) => (
    <BarPicture
      bars={bars}
      width={width}
      label={l10n.t('Histogram of the densities of {0} neurons that fire', count(analysis.neurons - dead))}
      axis={l10n.t('neurons')}
      below={l10n.t('density over all positions (not shown: {0} that never fire)', count(dead))}
      end={endOf(bins)}
    />
  );
  return (
    <Distribution
      title={l10n.t('Density of Neurons')}
      help={l10n.t('The fraction of questions and positions at which a neuron is active.')}
      name={`${analysis.name} densities`}
      send={send}
      bins={bins}
      picture={picture}
    />
  );
}

/** How long the decoder's rows are. */
export function DecoderNorms({ analysis, send }: DistributionProps): JSX.Element {
  const bins = linearBins(analysis.decoderNorms);
  const step = Math.ceil(bins.length / 8);
  const bars = bins.map((bin, i): Bar => ({ ...barOf(bin, i), ...(i % step === 0 && { name: exact(bin.from) }) }));
  return (
    <Distribution
      title={l10n.t('Decoder Norms')}
      help={l10n.t("The norm of each neuron's row of the decoder: how much an activation of 1 adds.")}
      name={`${analysis.name} decoder norms`}
      send={send}
      bins={bins}
      picture={(width) => (
        <BarPicture
          bars={bars}
          width={width}
          label={l10n.t('Histogram of the decoder norms of {0} neurons', count(analysis.neurons))}
          axis={l10n.t('neurons')}
          below={l10n.t("norm of the decoder's row")}
          end={endOf(bins)}
        />
      )}
    />
  );
}

interface ShownDistribution {
  readonly title: string;
  readonly help: string;
  readonly name: string;
  readonly send: Send;
  readonly bins: readonly Bin[];
  readonly picture: (width: number) => JSX.Element;
}

function Distribution({ title, help, name, send, bins, picture }: ShownDistribution): JSX.Element {
  return (
    <Section
      title={title}
      help={help}
      name={name}
      send={send}
      picture={() => picture(FILE_WIDTH)}
      table={() => ({
        header: [l10n.t('From'), l10n.t('To'), l10n.t('Neurons')],
        rows: bins.map(({ from, to, count: many }) => [from, to, many]),
      })}
    >
      <Fitted>{picture}</Fitted>
    </Section>
  );
}

/** Where the last bin ends. */
function endOf(bins: readonly Bin[]): string {
  return exact(Number((bins.at(-1)?.to ?? 1).toPrecision(3)));
}

function barOf({ from, to, count: many }: Bin, key: number): Bar {
  const ends = [from, to].map((value) => exact(Number(value.toPrecision(3)))) as [string, string];
  return { key, value: many, title: l10n.t('{0} to {1}: {2} neurons', ...ends, count(many)) };
}

/** Explained variance and L0 at every position. */
export function PerPosition({ analysis, send }: DistributionProps): JSX.Element {
  const { positions } = analysis.quality;
  const evBars = positions.map(({ position, position_name: name, explained_variance: value }): Bar => ({
    ...{ key: position, name, detail: `P${position}`, value },
    title:
      value === null
        ? l10n.t('{0}: undefined, since all questions have the same activations there', name)
        : `${name}: ${share(value)}`,
  }));
  const l0Bars = positions.map(({ position, position_name: name, l0 }): Bar => ({
    ...{ key: position, name, detail: `P${position}`, value: l0 },
    title: `${name}: ${exact(Number(l0.toPrecision(4)))}`,
  }));
  const ev = (width: number) => (
    <BarPicture
      bars={evBars}
      width={width}
      label={l10n.t('Explained variance by position; the figures are in the table')}
      axis={l10n.t("explained variance, against the position's mean")}
      max={1}
    />
  );
  const l0 = (width: number) => (
    <BarPicture
      bars={l0Bars}
      width={width}
      label={l10n.t('L0 by position; the figures are in the table')}
      axis={l10n.t('L0, neurons active at a time')}
    />
  );
  const table = () => ({
    header: [l10n.t('Position'), l10n.t('Name'), l10n.t('Explained Variance'), l10n.t('L0')],
    rows: positions.map((at) => [`P${at.position}`, at.position_name, at.explained_variance, at.l0]),
  });
  return (
    <>
      <Section
        title={l10n.t('Explained Variance by Position')}
        name={`${analysis.name} explained variance`}
        send={send}
        table={table}
        picture={() => ev(FILE_WIDTH + 160)}
      >
        <Fitted>{ev}</Fitted>
      </Section>
      <Section
        title={l10n.t('L0 by Position')}
        name={`${analysis.name} l0`}
        send={send}
        table={table}
        picture={() => l0(FILE_WIDTH + 160)}
      >
        <Fitted>{l0}</Fitted>
      </Section>
    </>
  );
}
